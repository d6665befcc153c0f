"""Post pages: a visitor's and a signed-in reader's, against recursetree's."""

from collections.abc import Callable
from io import BytesIO

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from benchmarks.__main__ import median_ms
from benchmarks.conversations import START, bushy
from blog.models import Post
from comments import threads
from comments.models import Comment, Follow

# How many times faster than recursetree of the same size, at least.
FASTER = {
    (100, "visitor"): 20,
    (100, "signed in"): 5,
    (1000, "signed in"): 30,
    (100, "signed in, takes part"): 5,
    (1000, "signed in, takes part"): 30,
}
# How much longer than with 100 comments it may take with 10,000.
GROWTH = 1.3
BODY = "\n\n".join(["Some say it is **good** for the knees, and [others](https://example.org/) do not."] * 12)


def measure(sizes: tuple[int, ...]) -> int:
    application = get_wsgi_application()
    author = User.objects.create_user("jo", display_name="Jo Penhallow")
    reader = User.objects.create_user("reader", display_name="A Reader")
    active = User.objects.create_user("active", display_name="An Active Reader")
    session, active_session = _session_of(reader), _session_of(active)
    took: dict[tuple[int, str], float] = {}
    print(" comments page                            ms  per second  x recursetree  queries      kB")
    for size in sizes:
        post = Post.objects.create(
            author=author, title=f"With {size} comments", body=BODY, status="published"
        )
        bushy(post, size)
        _take_part(active, post)
        address = post.get_absolute_url()
        for page, path, cookie in (
            ("recursetree", f"/recursetree/{post.pk}/", None),
            ("visitor", address, None),
            ("visitor, 304", address, "revalidate"),
            ("signed in", address, session),
            ("signed in, takes part", address, active_session),
            ("signed in, new comment", address, session),
            ("signed in, nothing kept", address, session),
        ):
            floor = took.get((size, "recursetree"))
            before = {
                "signed in, new comment": Post.objects.filter(pk=post.pk).touch,
                "signed in, nothing kept": _forget,
            }.get(page)
            took[size, page] = _line(size, page, application, path, cookie, floor, before)
    return _hold(took)


def _hold(took: dict[tuple[int, str], float]) -> int:
    """Hold the figures to what is promised; how many promises are broken."""
    broken = 0
    for (size, page), times in FASTER.items():
        faster = took[size, "recursetree"] / took[size, page]
        broken += faster < times
        print(f"{page} with {size:,}: {faster:.1f} times recursetree's speed, promised {times}")
    for page in ("signed in", "signed in, takes part", "signed in, new comment"):
        growth = took[10_000, page] / took[100, page]
        broken += growth > GROWTH
        print(f"{page} with 10,000: {growth:.2f} times as long as with 100, promised {GROWTH}")
    return broken


def _take_part(reader: User, post: Post) -> None:
    """They like the post and some comments, wrote one that is not of late, and get mail."""
    post.like(reader)
    Follow.objects.create(user=reader, post=post, email="active@mail.example", level="replies").confirm("all")
    for comment in post.comments.order_by("pk")[:5]:
        threads.like(comment, reader)
    Comment(
        post=post, author=reader, name=reader.name, body="So did I.", status="approved", created_at=START
    ).post_reply()


def _forget() -> None:
    for name in ("pages", "parts"):
        caches[name].clear()


def _line(
    size: int,
    page: str,
    application,
    path: str,
    cookie: str | None,
    floor: float | None,
    before: Callable[[], object] | None,
) -> float:
    headers = {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={cookie}"} if cookie else {}
    if cookie == "revalidate":
        headers = {"HTTP_IF_NONE_MATCH": get(application, path)[1]["ETag"]}

    def call() -> tuple[bytes, dict[str, str]]:
        if before:
            before()
        return get(application, path, headers)

    ms = median_ms(call)
    with CaptureQueriesContext(connection) as queries:
        body, _ = call()
    ratio = floor / ms if floor else 1.0
    figures = f"{ms:>9.2f} {1000 / ms:>11,.0f} {ratio:>14.1f} {len(queries):>8} {len(body) / 1000:>7.1f}"
    print(f"{size:>9,} {page:<24} {figures}")
    return ms


def get(application, path: str, headers: dict[str, str] | None = None) -> tuple[bytes, dict[str, str]]:
    answer: dict[str, str] = {}

    def start_response(status: str, head: list[tuple[str, str]], exc_info=None) -> None:
        answer.update(head, status=status)

    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": query,
        "SERVER_NAME": "blog.example",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "blog.example",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **(headers or {}),
    }
    response = application(environ, start_response)
    body = b"".join(response)
    response.close()
    if not answer["status"].startswith(("200", "204", "304")):
        raise RuntimeError(f"{path} answered {answer['status']}")
    return body, answer


def _session_of(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key
