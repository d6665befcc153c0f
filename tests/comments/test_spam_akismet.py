"""Akismet, played by a strict server of our own on the loopback."""

import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from comments import spam
from comments.models import Act, Comment
from comments.spam import akismet
from comments.spam.tasks import ask_akismet, correct_akismet
from tests import base

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

KEY = "0123456789ab"
REQUIRED = {"api_key", "blog", "user_ip", "user_agent", "comment_content", "comment_author", "permalink"}


class Service(ThreadingHTTPServer):
    """Answers "invalid" to all that its documentation does not ask for."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answer: tuple[int, bytes, float] | None = None


class Answer(BaseHTTPRequestHandler):
    def do_POST(self):
        service = self.server
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = {name: values[0] for name, values in parse_qs(sent, strict_parsing=True).items()}
        service.asked.append((self.path, fields))
        status, body, wait = service.answer or (200, self._judge(fields), 0)
        time.sleep(wait)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", f"http://127.0.0.1:{service.server_port}/1.1/comment-check")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(BrokenPipeError):  # whoever asked may have gone
            self.wfile.write(body)

    def _judge(self, fields):
        right_type = self.headers["Content-Type"] == "application/x-www-form-urlencoded"
        if not right_type or not fields.keys() >= REQUIRED or fields["api_key"] != KEY:
            return b"invalid"
        if self.path in {"/1.1/submit-spam", "/1.1/submit-ham"}:
            return b"Thanks for making the web a better place."
        if self.path != "/1.1/comment-check":
            return b"invalid"
        return b"true" if "viagra-test-123" in fields["comment_author"] else b"false"

    def do_GET(self):
        self.server.asked.append(("GET", {}))
        self.send_error(405)

    def log_message(self, *_args):
        pass


@pytest.fixture
def service(monkeypatch, settings):
    service = Service()
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    monkeypatch.setattr(akismet, "BASE", f"http://127.0.0.1:{service.server_port}/1.1")
    settings.AKISMET_KEY = KEY
    yield service
    service.shutdown()
    service.server_close()
    thread.join()


def waiting(post, **kwargs):
    return base.held(post, **{"ip_address": "203.0.113.9", "user_agent": "Browser", **kwargs})


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status


def test_without_a_key_nobody_is_asked(post, service, settings):
    settings.AKISMET_KEY = ""
    comment = waiting(post)
    ask_akismet.enqueue(comment.pk, True)
    assert service.asked == []
    assert status_of(comment) == "pending"


def test_spam_is_put_with_the_spam_and_says_why(post, service):
    comment = waiting(post, name="viagra-test-123")
    ask_akismet.enqueue(comment.pk, True)
    assert status_of(comment) == "spam"
    fresh = Comment.objects.get(pk=comment.pk)
    assert [point.code for point in spam.kept(fresh)] == ["akismet"]
    act = Act.objects.get(comment=comment)
    assert (act.by, act.verb) == (None, "spam")


def test_what_it_is_told(post, service):
    comment = waiting(post, body="Grüße & mehr=")
    ask_akismet.enqueue(comment.pk, False)
    ((path, fields),) = service.asked
    assert path == "/1.1/comment-check"
    assert fields["comment_content"] == "Grüße & mehr="
    assert fields["user_ip"] == "203.0.113.9"
    assert fields["permalink"].endswith(post.get_absolute_url())
    assert fields["comment_type"] == "comment"


def test_what_is_none_is_shown_if_nothing_else_speaks_against_it(post, service):
    shown, held = waiting(post), waiting(post)
    ask_akismet.enqueue(shown.pk, True)
    ask_akismet.enqueue(held.pk, False)
    assert status_of(shown) == "approved"
    assert status_of(held) == "pending"


@pytest.mark.parametrize(
    "answer",
    [
        (500, b"true", 0),
        (302, b"false", 0),
        (200, b"invalid", 0),
        (200, b"", 0),
        (200, b"TRUE", 0),
        (200, b"false" * 100_000, 0),
        (200, b"\xff\xfe", 0),
        (200, b"false", 0.6),
    ],
)
def test_without_a_proper_answer_it_waits_for_a_moderator(post, service, monkeypatch, answer):
    monkeypatch.setattr(akismet, "TIMEOUTS", (0.3, 0.3))
    service.answer = answer
    comment = waiting(post)
    ask_akismet.enqueue(comment.pk, True)
    assert status_of(comment) == "pending"
    (point,) = spam.kept(Comment.objects.get(pk=comment.pk))
    assert point.code == "akismet_silent"
    assert spam.status_for([point]) == "pending"
    assert len(service.asked) == 1  # no redirect was followed


def test_a_service_that_is_away_is_no_verdict(post, service):
    service.shutdown()
    service.server_close()
    comment = waiting(post)
    ask_akismet.enqueue(comment.pk, True)
    assert status_of(comment) == "pending"


def test_it_is_asked_again_later(post, service, settings):
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    service.answer = (500, b"", 0)
    comment = waiting(post)
    ask_akismet.func(comment.pk, True)
    (task,) = DBTaskResult.objects.all()
    assert task.args_kwargs["args"] == [comment.pk, True, 1]
    assert spam.kept(Comment.objects.get(pk=comment.pk)) == []
    ask_akismet.func(comment.pk, True, 4)
    assert DBTaskResult.objects.count() == 1
    assert spam.kept(Comment.objects.get(pk=comment.pk)) != []


def test_no_proxy_of_the_environment_is_used(post, service, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert akismet.is_spam(waiting(post)) is False


def test_a_moderator_who_was_quicker_has_the_last_word(post, service, mo):
    from comments import moderation

    comment = waiting(post, name="viagra-test-123")
    moderation.decide([comment], "approve", by=mo)
    moderation.decide([comment], "hold", by=mo)
    ask_akismet.enqueue(comment.pk, True)
    assert service.asked == []
    assert status_of(comment) == "pending"


def test_a_comment_that_is_gone_is_no_error(post, service):
    ask_akismet.enqueue(10**9, True)
    correct_akismet.enqueue(10**9, True)
    assert service.asked == []


def test_it_hears_what_a_moderator_says(post, service):
    comment = waiting(post)
    correct_akismet.enqueue(comment.pk, True)
    correct_akismet.enqueue(comment.pk, False)
    assert [path for path, _fields in service.asked] == ["/1.1/submit-spam", "/1.1/submit-ham"]
    service.answer = (500, b"", 0)
    correct_akismet.enqueue(comment.pk, False)  # logged, and no error
