"""POST <post>/comments/preview/: what a comment will look like, by the renderer that prints it."""

import pytest

from blog import rendering
from comments.models import Comment
from tests import base

WORDS = "A **bold** word and https://trails.example/ too."


def preview(client, post, body=WORDS, script=True, **fields):
    headers = {"HX-Request": "true"} if script else {}
    return client.post(
        f"{post.get_absolute_url()}comments/preview/", {"body": body, **fields}, headers=headers
    )


def test_a_script_gets_the_comment_as_it_will_be_printed(client, post):
    response = preview(client, post)
    assert response.status_code == 200
    shown = response.content.decode()
    assert rendering.render_comment(WORDS) in shown
    assert "<html" not in shown
    assert 'rel="nofollow ugc noopener"' in shown
    assert "no-store" in response["Cache-Control"]


def test_without_a_script_the_page_has_it_above_the_form_with_the_words_in_it(client, post):
    first = base.comment(post)
    response = preview(client, post, script=False, parent=first.pk, name="Grace", email="")
    page = response.content.decode()
    assert response.status_code == 200
    assert page.index("<strong>bold</strong>") > page.index('id="respond"')
    assert f">\n{WORDS}</textarea>" in page
    assert 'value="Grace"' in page
    assert "Leave a Reply to <bdi>Grace</bdi>" in page
    assert 'class="error"' not in page
    assert "no-store" in response["Cache-Control"]


def test_nothing_is_written_and_no_cookie_is_set(client, post):
    for script in (True, False):
        assert not preview(client, post, script=script).cookies
    assert not Comment.objects.exists()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("body", ["", "  ", "x" * (Comment.MAX_LENGTH + 1), "a\0b"])
def test_what_could_not_be_posted_is_not_shown_either(client, post, body, script):
    response = preview(client, post, body, script)
    assert response.status_code == 422
    if not script:
        assert body.strip().replace("\0", "")[:60] in response.content.decode()


def test_lines_count_as_one_character_each(client, post):
    assert preview(client, post, "x\r\n" * (Comment.MAX_LENGTH // 2)).status_code == 200


def test_closed_and_unpublished_posts_refuse(client, alice, ada):
    closed = base.closed(alice)
    for browser in (client, base.signed_in(ada)):
        response = preview(browser, closed, "zqWORDSqz", script=False)
        assert response.status_code == 403
        assert "zqWORDSqz" in response.content.decode()
    assert preview(client, base.draft(alice, title="Draft")).status_code == 404


def test_hostile_words_are_as_harmless_as_in_print(client, post):
    shown = preview(client, post, "<script>alert(1)</script> [x](javascript:alert(1))").content.decode()
    assert "<script" not in shown
    assert "href" not in shown


def test_only_forms_of_this_site_are_shown_anything(post):
    stranger = base.browser(enforce_csrf_checks=True)
    address = f"{post.get_absolute_url()}comments/preview/"
    assert stranger.get(address).status_code == 405
    response = stranger.post(address, {"body": WORDS}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403


def test_it_costs_no_limit(ada, post, settings):
    settings.COMMENT_RATE = "1/m"
    client = base.signed_in(ada)
    for _ in range(3):
        assert preview(client, post).status_code == 200
