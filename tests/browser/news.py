"""What says that there is news, on the page of a post."""

from comments.models import Visit

# A tab that comes to the front asks at once: no test waits half a minute.
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"
AN_HOUR = 3600_000


def pill(page):
    return page.locator("comment-news .news")


def next_new(page):
    return page.get_by_role("button", name="Next new")


def badges(page):
    return page.locator(".comment .badge.new")


def head_of(page, comment):
    return page.locator(f"#comment-{comment.pk} > article > .c-head")


def go_away_for_an_hour(page) -> None:
    """A guest's browser, as if the last page had been an hour ago."""
    Visit.objects.update(at="2020-01-01T00:00Z")
    page.evaluate(
        """(ago) => Object.keys(localStorage).filter((key) => key.startsWith("visit:")).forEach((key) => {
            const [written, until, now, at, ...known] = localStorage[key].split(" ");
            localStorage[key] = [written, until, now, at - ago, ...known].join(" ");
        })""",
        AN_HOUR,
    )
