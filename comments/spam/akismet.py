"""Akismet, for a blog whose owner has a key (AKISMET_KEY); without one nobody is ever asked.

It is asked by a task, after the comment is stored: its answer, or its silence, costs no writer a
second. The address of the service is fixed, no redirect is followed, no proxy of the environment
is used, and an answer that is not exactly one of its two words is none.
"""

from __future__ import annotations

import requests
from django.conf import settings
from urllib3.exceptions import HTTPError

from comments.models import Comment

BASE = "https://rest.akismet.com/1.1"
TIMEOUTS = (3, 5)  # seconds to connect, and of silence
LONGEST_ANSWER = 200
ANSWERS = {"true": True, "false": False}
THANKS = "Thanks for making the web a better place."


class NoAnswer(Exception):
    """Not reached, or not understood; and why, for the log."""


def is_on() -> bool:
    return bool(settings.AKISMET_KEY)


def is_spam(comment: Comment) -> bool:
    answer = _post("comment-check", comment)
    if answer not in ANSWERS:
        raise NoAnswer("not a word that Akismet knows")
    return ANSWERS[answer]


def correct(comment: Comment, *, is_spam: bool) -> None:
    """A moderator sees it otherwise."""
    if _post("submit-spam" if is_spam else "submit-ham", comment) != THANKS:
        raise NoAnswer("no thanks")


def _post(call: str, comment: Comment) -> str:
    try:
        with requests.Session() as session:
            session.trust_env = False
            with session.post(
                f"{BASE}/{call}",
                data={"api_key": settings.AKISMET_KEY, **_about(comment)},
                headers={"User-Agent": "Leave a Reply/0.1"},
                timeout=TIMEOUTS,
                allow_redirects=False,
                stream=True,
            ) as response:
                if response.status_code != 200:
                    raise NoAnswer(f"status {response.status_code}")
                return response.raw.read(LONGEST_ANSWER).decode("ascii", "replace").strip()
    except (requests.RequestException, HTTPError, OSError) as error:
        raise NoAnswer(type(error).__name__) from error


def _about(comment: Comment) -> dict[str, str]:
    return {
        "blog": f"{settings.BASE_URL}/",
        "blog_charset": "UTF-8",
        "user_ip": comment.ip_address or "",
        "user_agent": comment.user_agent,
        "permalink": settings.BASE_URL + comment.post.get_absolute_url(),
        "comment_type": "reply" if comment.parent_id else "comment",
        "comment_author": comment.name,
        "comment_author_email": comment.email,
        "comment_author_url": comment.website,
        "comment_content": comment.body,
        "comment_date_gmt": comment.created_at.isoformat(timespec="seconds"),
        **({"is_test": "1"} if settings.DEBUG else {}),
    }
