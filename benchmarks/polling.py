"""What open tabs ask every half minute, against the cheapest answer there is: /healthz."""

from django.core.wsgi import get_wsgi_application
from django.db import connection

from accounts.models import User
from benchmarks.__main__ import median_ms
from benchmarks.conversations import bushy
from benchmarks.pages import get
from blog.models import Post
from comments.models import Comment

COMMENTS = 10_000
# How many of these one process answers in the time of a /healthz, at least. PostgreSQL is
# another process, which is asked for its health first.
RATIO = {"sqlite": 0.5, "postgresql": 0.18}


def measure() -> int:
    application = get_wsgi_application()
    author = User.objects.create_user("jo", display_name="Jo Penhallow")
    post = Post.objects.create(author=author, title="Read along", body="Words.", status="published")
    bushy(post, COMMENTS)
    # As if they had come one by one, and not by an import.
    Comment.objects.update(shown_in=1)
    post.refresh_from_db()
    address = f"{post.get_absolute_url()}comments/new/?since={post.version}"
    took = {path: median_ms(lambda path=path: get(application, path)) for path in ("/healthz", address)}
    for path, ms in took.items():
        print(f"{ms:>9.3f} ms {1000 / ms:>7,.0f} per second  {path}")
    ratio, promised = took["/healthz"] / took[address], RATIO[connection.vendor]
    print(
        f"nothing new, with {COMMENTS:,} comments: {ratio:.2f} of the rate of /healthz, promised {promised}"
    )
    return ratio < promised
