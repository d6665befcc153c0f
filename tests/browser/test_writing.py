"""An author writes a post in the admin, looks at it first, and gives it a picture."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from blog.models import Blog, Picture, Post, Tag
from tests import base
from tests.blog.images import file_of, marked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def sign_in(alice, site):
    def sign_in(page):
        session = base.signed_in(alice).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        return page

    return sign_in


def write(page) -> None:
    page.goto("/admin/blog/post/add/")
    page.get_by_label("Title").fill("Backward")
    page.get_by_label("Text").fill("It **helps**.")


def test_the_preview_appears_below_the_form(desktop, sign_in):
    page = sign_in(desktop)
    write(page)
    page.get_by_role("button", name="Preview").click()
    page.locator(".preview strong", has_text="helps").wait_for()
    assert page.locator(".preview h1").inner_text() == "Backward"
    assert len(page.context.pages) == 1
    page.get_by_label("Status").select_option("published")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was added successfully").wait_for()
    page.goto(Post.objects.get().get_absolute_url())
    assert page.get_by_role("heading", level=1).inner_text() == "Backward"


def test_without_script_the_preview_is_a_page_of_its_own(scriptless, sign_in):
    page = sign_in(scriptless)
    write(page)
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview").click()
    preview = opened.value
    preview.locator(".preview strong", has_text="helps").wait_for()
    assert page.get_by_label("Title").input_value() == "Backward"
    assert not Post.objects.exists()


def test_a_picture_is_uploaded_and_written_into_a_post(desktop, sign_in):
    page = sign_in(desktop)
    page.goto("/admin/blog/picture/add/")
    page.get_by_label("File").set_input_files(
        {"name": "hill.png", "mimeType": "image/png", "buffer": file_of(marked(700, 350)).read()}
    )
    page.get_by_label("Description for people who cannot see it").fill("A hill")
    page.get_by_role("button", name="Save and continue editing").click()
    page.locator("input[readonly]").wait_for()
    line = f"![A hill]({Picture.objects.get().url})"
    expect(page.locator("input[readonly]")).to_have_value(line)
    page.goto("/admin/blog/post/add/")
    page.get_by_label("Text").fill(line)
    page.get_by_role("button", name="Preview").click()
    shown = page.locator(".preview figure img[alt='A hill']")
    shown.wait_for()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_the_admin_keeps_to_the_policy(desktop, sign_in, alice):
    page = sign_in(desktop)
    post = base.published(alice)
    Tag.objects.create(name="knees")
    blog = Blog.current()
    lists = ("post/", "picture/", "tag/", "category/", "blog/")
    forms = (f"post/{post.pk}/change/", "post/add/", "picture/add/", "tag/add/", f"blog/{blog.pk}/change/")
    for address in lists + forms:
        page.goto(f"/admin/blog/{address}")
        page.wait_for_load_state("networkidle")
    page.goto("/admin/blog/post/add/")
    page.locator(".field-tags .select2-search__field").click()
    page.keyboard.type("kne")
    page.get_by_role("option", name="knees").click()
    expect(page.locator(".field-tags .select2-selection__choice")).to_have_count(1)
