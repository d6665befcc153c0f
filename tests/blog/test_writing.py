"""Writing in the admin: posts, with a preview; tags, categories and the blog's name."""

import pytest
from django.contrib.auth.models import Group

from blog.models import Blog, Category, Post, Tag
from tests import base

pytestmark = pytest.mark.django_db

ADD = "/admin/blog/post/add/"
PREVIEW = "/admin/blog/post/preview/"


def form(**kwargs) -> dict:
    return {
        "title": "Backward",
        "body": "It **helps**.",
        "standfirst": "",
        "status": "published",
        "kind": "post",
        "slug": "",
        "body_format": "markdown",
        "published_at_0": "2013-04-25",
        "published_at_1": "09:30:00",
        "comments_open": "on",
        **kwargs,
    }


@pytest.fixture
def editor(alice):
    return base.signed_in(alice)


@pytest.fixture
def cleo(db):
    """Writes posts of her own."""
    person = base.author("cleo", "Cleo Writer", is_staff=True)
    person.groups.add(Group.objects.get(name="Authors"))
    return person


def test_a_post_is_written_and_read(editor, alice, client):
    tag, category = Tag.objects.create(name="knees"), Category.objects.create(name="training")
    response = editor.post(ADD, form(author=alice.pk, tags=[tag.pk], categories=[category.pk]))
    assert response.status_code == 302
    post = Post.objects.get()
    assert (list(post.tags.all()), list(post.categories.all())) == ([tag], [category])
    page = client.get("/2013/04/25/backward/").content.decode()
    assert "<strong>helps</strong>" in page
    assert "/tag/knees/" in page


def test_the_form_proposes_oneself_as_author(editor, alice):
    page = editor.get(ADD).content.decode()
    assert f'<option value="{alice.pk}" selected>' in page
    assert "js/admin-preview.js" in page


def test_a_wrong_form_keeps_the_words(editor, alice):
    response = editor.post(ADD, form(author=alice.pk, title="", body="Precious words"))
    assert response.status_code == 200
    assert "Precious words" in response.content.decode()
    assert not Post.objects.exists()


def test_posts_are_published_and_taken_back_in_the_list(editor, alice, client):
    posts = [base.draft(alice, title=f"Draft {n}") for n in range(2)]
    chosen = {"_selected_action": [post.pk for post in posts]}
    editor.post("/admin/blog/post/", {"action": "publish", **chosen})
    for post in Post.objects.all():
        assert client.get(post.get_absolute_url()).status_code == 200
    editor.post("/admin/blog/post/", {"action": "unpublish", **chosen})
    assert not Post.objects.published().exists()
    history = editor.get(f"/admin/blog/post/{posts[0].pk}/history/").content.decode()
    assert "unpublish" in history


def test_the_list_finds_filters_and_links_to_the_page(editor, alice):
    post = base.published(alice, title="Mud")
    base.draft(alice, title="Draft", body="unlike")
    assert (
        "Draft"
        not in editor.get("/admin/blog/post/?status__exact=published")
        .content.decode()
        .split("result_list")[1]
    )
    found = editor.get("/admin/blog/post/?q=unlike").content.decode().split("result_list")[1]
    assert ("Draft" in found, "Mud" in found) == (True, False)
    assert (
        f'href="{post.get_absolute_url()}"'
        in editor.get(f"/admin/blog/post/{post.pk}/change/").content.decode()
    )


def test_a_scheduled_post_is_called_that(editor, alice):
    base.scheduled(alice)
    assert ">scheduled<" in editor.get("/admin/blog/post/").content.decode()


# --- Preview ----------------------------------------------------------------------


def test_the_preview_shows_the_form_as_a_reader_will_see_it(editor):
    page = editor.post(PREVIEW, form(body="It **helps**.\n\n<script>alert(1)</script>")).content.decode()
    assert "<strong>helps</strong>" in page
    assert "<script>alert" not in page
    assert not Post.objects.exists()


def test_the_preview_is_a_button_of_the_form(editor):
    page = editor.get(ADD).content.decode()
    assert f'formaction="{PREVIEW}" formtarget="_blank" formnovalidate' in page


def test_the_preview_is_for_writers(client, mo, ada, cleo):
    assert client.post(PREVIEW, form()).status_code == 302
    assert base.signed_in(ada).post(PREVIEW, form()).status_code == 302
    assert base.signed_in(mo).post(PREVIEW, form()).status_code == 403
    assert base.signed_in(cleo).post(PREVIEW, form()).status_code == 200


def test_the_preview_takes_forms_of_this_site_alone(alice):
    browser = base.signed_in(alice, enforce_csrf_checks=True)
    assert browser.post(PREVIEW, form(), headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browser.get(PREVIEW).status_code == 405


# --- Who may ----------------------------------------------------------------------


def test_authors_write_their_own_posts_and_no_others(cleo, alice):
    browser = base.signed_in(cleo)
    theirs = base.draft(alice, title="Theirs")
    assert browser.post(ADD, form(author=alice.pk)).status_code == 302
    own = Post.objects.get(title="Backward")
    assert own.author == cleo
    listed = browser.get("/admin/blog/post/").content.decode()
    assert ("Backward" in listed, "Theirs" in listed) == (True, False)
    assert (
        browser.post(f"/admin/blog/post/{own.pk}/change/", form(title="Forward", author=alice.pk)).status_code
        == 302
    )
    own.refresh_from_db()
    assert (own.title, own.author) == ("Forward", cleo)
    for page in ("change", "delete", "history"):
        assert browser.post(f"/admin/blog/post/{theirs.pk}/{page}/", form()).status_code in {302, 403}
    assert browser.post(f"/admin/blog/post/{own.pk}/delete/", {"post": "yes"}).status_code == 403
    browser.post("/admin/blog/post/", {"action": "publish", "_selected_action": [theirs.pk]})
    theirs.refresh_from_db()
    assert (theirs.title, theirs.status) == ("Theirs", "draft")


def test_authors_see_no_drafts_of_others_on_the_site(cleo, alice):
    browser = base.signed_in(cleo)
    assert browser.get(base.draft(alice).get_absolute_url()).status_code == 404
    assert browser.get(base.draft(cleo).get_absolute_url()).status_code == 200


def test_authors_reach_pictures_tags_and_categories_and_nothing_else(cleo):
    browser = base.signed_in(cleo)
    index = browser.get("/admin/").content.decode()
    for name in ("post", "picture", "tag", "category"):
        assert f"/admin/blog/{name}/" in index
    for address in (
        "/admin/blog/blog/",
        "/admin/comments/comment/",
        "/admin/accounts/user/",
        "/admin/auth/group/",
    ):
        assert address not in index
        assert browser.get(address).status_code == 403


def test_moderators_and_members_write_nothing(mo, ada, client):
    for browser in (client, base.signed_in(ada), base.signed_in(mo)):
        for address in (
            ADD,
            "/admin/blog/post/",
            "/admin/blog/tag/add/",
            "/admin/blog/picture/add/",
            "/admin/blog/blog/",
        ):
            assert browser.post(address, form()).status_code in {302, 403}
    assert not Post.objects.exists()


def test_counters_and_html_cannot_be_posted(editor, alice):
    editor.post(
        ADD, form(author=alice.pk, like_count=99, version=99, body_html="<script>", comment_count=9, id=77)
    )
    post = Post.objects.get()
    assert (post.like_count, post.comment_count, post.body_html) == (
        0,
        0,
        "<p>It <strong>helps</strong>.</p>\n",
    )
    assert post.pk != 77


# --- The rest ---------------------------------------------------------------------


def test_a_tag_and_a_category_are_made_and_found(editor):
    editor.post("/admin/blog/tag/add/", {"name": "Knees", "slug": "", "description": ""})
    editor.post(
        "/admin/blog/category/add/", {"name": "Training", "slug": "", "description": "", "parent": ""}
    )
    assert (Tag.objects.get().slug, Category.objects.get().slug) == ("knees", "training")
    query = {"term": "kne", "app_label": "blog", "model_name": "post", "field_name": "tags"}
    assert [row["text"] for row in editor.get("/admin/autocomplete/", query).json()["results"]] == ["Knees"]


def test_there_is_one_blog_to_name(editor, client):
    editor.get("/admin/blog/blog/")
    blog = Blog.objects.get()
    assert editor.get("/admin/blog/blog/add/").status_code == 403
    assert editor.post(f"/admin/blog/blog/{blog.pk}/delete/", {"post": "yes"}).status_code == 403
    client.get("/")
    editor.post(f"/admin/blog/blog/{blog.pk}/change/", {"title": "Happy Trails", "tagline": "Slow miles."})
    page = client.get("/").content.decode()
    assert ("Happy Trails" in page, "Slow miles." in page) == (True, True)


def test_an_old_copy_of_the_blogs_name_does_not_turn_versions_back():
    old = Blog.current()
    for _ in range(5):
        Blog.touch()
    version = Blog.objects.get().version
    old.title = "Happy Trails"
    old.save()
    assert Blog.objects.get().version > version


def test_no_page_of_the_admin_needs_more_than_the_policy_allows(editor, alice):
    post = base.published(alice)
    for address in (
        ADD,
        "/admin/blog/post/",
        f"/admin/blog/post/{post.pk}/change/",
        "/admin/blog/picture/add/",
    ):
        response = editor.get(address)
        assert "unsafe" not in response["Content-Security-Policy"]
        html = response.content.decode()
        assert " style=" not in html
        assert "<style" not in html
        assert " onclick=" not in html
