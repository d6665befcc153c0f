"""A reader's way to a provider and back, as a browser goes it."""

from playwright.sync_api import Page

HAS_ROOM = "matchMedia('(scripting: enabled) and (width >= 48rem) and (pointer: fine)').matches"


def sign_in(page: Page, provider: str = "Google", press: str = "ada") -> None:
    """Presses an icon, and a button at the provider: in a popup where there is room for one,
    else on the way through this page."""
    icon = page.get_by_role("button", name=f"Log in with {provider}")
    if not page.evaluate(HAS_ROOM):
        icon.click()
        page.locator(f"button[value={press}]").click()
        return
    with page.context.expect_page() as opened:
        icon.click()
    with opened.value.expect_event("close"):
        opened.value.locator(f"button[value={press}]").click()
