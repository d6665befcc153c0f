from urllib.parse import urldefrag

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request


class Watch:
    """Notes what no page of ours may do."""

    def __init__(self, *allowed: str):
        self.allowed = tuple(f"{origin}/" for origin in allowed)
        self.trouble: list[str] = []
        self.asked_for: set[str] = set()  # pages and forms, as opposed to their styles and pictures

    def over(self, context: BrowserContext) -> None:
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda web: self.trouble.append(f"script error: {web.error}"))

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self.allowed):
            self.trouble.append(f"request to another host: {request.url}")
        if request.resource_type in ("document", "fetch", "xhr"):
            self.asked_for.add(urldefrag(request.url).url)

    def _console(self, message: ConsoleMessage) -> None:
        where = message.location["url"]
        # Chromium also logs each answer of 400 and up. For a page that is an answer like others.
        answered = urldefrag(where).url in self.asked_for
        an_answer = "the server responded with a status of" in message.text and answered
        # Without a place it comes from what a test runs in the page: axe tries styles out.
        if message.type == "error" and where and not an_answer:
            self.trouble.append(f"{where}: {message.text}")


def assert_accessible(page: Page) -> None:
    page.wait_for_load_state()  # half a page lacks things
    assert page.evaluate("matchMedia('(scripting: enabled)').matches"), "axe needs a page with JavaScript"
    # In half the time, and with the same violations, when it need not list what is right.
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert found == [], "\n".join(
        f"{rule['id']}: {rule['help']}: {', '.join(str(node['target']) for node in rule['nodes'])}"
        for rule in found
    )


def assert_fits(page: Page) -> None:
    """Nothing sticks out to the side."""
    page.wait_for_load_state()  # between two pages there is nothing to measure
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], f"{width} px wide"


def wait_until(page: Page, expression: str) -> None:
    """Playwright's own wait_for_function() asks again by eval, which our pages do not allow."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{expression} did not come true")


def resting_place(page: Page) -> float:
    """Where the page is scrolled to, once it no longer moves."""
    places = [page.evaluate("scrollY")]
    while len(places) < 4 or len(set(places[-4:])) > 1:
        page.wait_for_timeout(50)
        places.append(page.evaluate("scrollY"))
    return places[-1]
