import pytest

from tests import base

pytestmark = pytest.mark.django_db


def found(client, query: str, **kwargs) -> list[str]:
    response = client.get("/search/", {"q": query, **kwargs})
    assert response.status_code == 200
    return sorted(post.title for post in response.context["posts"])


@pytest.fixture
def posts(alice):
    return [
        base.published(alice, title="Backward", standfirst="On purpose.", body="It is **strong** for knees."),
        base.published(alice, title="Mud", body="Eleven kinds: 100% brown, a_b and <b>.\n\n`SELECT 'x'`"),
        base.page(alice, title="About", body="My knees and I."),
    ]


def test_search_finds_words_in_title_standfirst_and_text(client, posts):
    assert found(client, "backward") == ["Backward"]
    assert found(client, "PURPOSE") == ["Backward"]
    assert found(client, "knees") == ["About", "Backward"]


def test_all_words_must_be_there_in_any_order(client, posts):
    assert found(client, "knees purpose backw") == ["Backward"]
    assert found(client, "knees eleven") == []


def test_search_reads_words_and_not_their_markup(client, posts):
    assert found(client, "strong") == ["Backward"]
    for markup in ("<p>", "**", "</", "em>"):
        assert found(client, markup) == []


def test_signs_of_the_database_are_signs(client, posts):
    assert found(client, "100%") == found(client, "a_b") == found(client, "'x'") == ["Mud"]
    assert found(client, "%") == ["Mud"]
    for signs in ("'; DROP TABLE blog_post; --", '"', "\\", "a\\", "1' OR '1'='1", "AND OR (", "*", "\x00"):
        assert found(client, signs) == []


def test_an_empty_search_asks_for_a_word(client, posts):
    for query in ("", "   "):
        assert found(client, query) == []
    assert client.get("/search/").status_code == 200


def test_a_search_that_finds_nothing_says_so_and_keeps_the_words(client, posts):
    page = client.get("/search/", {"q": '<script>alert("x")</script>'}).content.decode()
    assert "Nothing found" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;" in page


@pytest.mark.parametrize("query", ["knees " * 1000, "a" * 5000, "😀" * 101])
def test_too_long_a_search_finds_nothing(client, posts, query):
    assert found(client, query) == []


def test_only_the_first_words_count(client, posts):
    assert found(client, "knees " * 8 + "zz") == ["About", "Backward"]


def test_results_are_paged(client, alice):
    for number in range(12):
        base.published(alice, title=f"Hill & dale {number}")
    first = client.get("/search/", {"q": "hill &"})
    assert first.context["older_url"] == "/search/?q=hill+%26&page=2"
    second = client.get(first.context["older_url"])
    assert len(second.context["posts"]) == 2
    assert second.context["newer_url"] == "/search/?q=hill+%26"
    assert client.get("/search/?q=hill&page=1")["Location"] == "/search/?q=hill"
    for number in ("3", "0x", "-1", "", "99999", str(10**9), "²"):
        assert client.get("/search/", {"q": "hill", "page": number}).status_code == 404


@pytest.mark.parametrize(
    "parameters",
    [
        "author__password__startswith=a",
        "order=-author__password",
        "_connector=OR",
        "status=draft",
        "__debug__=1",
    ],
)
def test_other_parameters_are_nothing_to_the_search(client, posts, alice, parameters):
    base.draft(alice, title="zqDRAFTqz knees")
    plain = found(client, "knees")
    response = client.get(f"/search/?q=knees&{parameters}")
    assert sorted(post.title for post in response.context["posts"]) == plain
