"""The page for a database that is away, against that for our own mistakes."""

from unittest.mock import patch

import pytest
from django.db import InterfaceError, OperationalError, connection

from config.logs import OneLine
from tests import base

WORDS = {"body": "A week & <b>more</b>.", "name": "Grace", "email": "grace@mail.example", "parent": "17"}


@pytest.fixture
def visitor():
    return base.browser(raise_request_exception=False)


@pytest.fixture(
    params=[
        OperationalError("server closed the connection\nwhile processing"),
        InterfaceError("connection closed"),
    ]
)
def away(request, post):
    with patch.object(connection, "cursor", side_effect=request.param):
        yield


def test_a_page_says_when_to_come_back(post, away, visitor):
    response = visitor.get(post.get_absolute_url())
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"
    assert b"We will be back in a moment" in response.content
    assert b"server closed" not in response.content


def test_the_words_of_a_comment_are_there_to_be_sent_again(post, away, visitor):
    address = f"{post.get_absolute_url()}comments/"
    response = visitor.post(address, WORDS)
    page = response.content.decode()
    assert response.status_code == 503
    assert f'<form class="reply-form" method="post" action="{address}">' in page
    assert ">A week &amp; &lt;b&gt;more&lt;/b&gt;.</textarea>" in page
    for name in ("name", "email", "parent"):
        assert f'<input type="hidden" name="{name}" value="{WORDS[name]}">' in page


def test_a_password_is_not_shown_again(away, visitor):
    response = visitor.post("/accounts/login/", {"login": "alice", "password": "zqSECRETqz"})
    assert response.status_code == 503
    assert b"zqSECRETqz" not in response.content
    assert b"<form" not in response.content


def test_each_request_is_two_lines_in_the_log(post, away, visitor, caplog):
    visitor.get(post.get_absolute_url())
    (record,) = [record for record in caplog.records if record.exc_info]
    lines = OneLine("{message}", style="{").format(record).splitlines()
    assert lines[0] == f"Service Unavailable: {post.get_absolute_url()}"
    assert lines[1] in {"OperationalError: server closed the connection", "InterfaceError: connection closed"}
    assert len(lines) == 2


@pytest.mark.django_db
def test_a_mistake_of_ours_is_a_mistake(visitor, post):
    def wrong():
        with connection.wrap_database_errors:
            connection.connection.cursor().execute("SELECT 1 FROM no_such_table")

    with patch.object(connection, "cursor", wrong):
        response = visitor.get(post.get_absolute_url())
    assert response.status_code == 500
    assert b"Something broke on our side" in response.content
