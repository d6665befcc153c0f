"""The journal of moderation: who did what, filtered, exported, and taken back."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import moderation, sanctions, threads
from comments.models import Act, BranchMove, Comment, Pause, Sanction
from comments.settling import settle
from comments.strokes import undecided_spam
from tests import base
from tests.comments.trees import assert_sound

ACTS = "/admin/comments/act/"
Verb = Act.Verb


def page_of(client, address=ACTS, **query) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def rows_in(page: str) -> int:
    return page.count('class="field-at')


def exported(client, **query) -> list[list[str]]:
    answer = client.get(f"{ACTS}csv/", query)
    assert answer.status_code == 200
    assert answer.streaming
    assert answer["Content-Disposition"].startswith('attachment; filename="moderation-')
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def undo(client, batch, **data):
    return client.post(f"{ACTS}undo/{batch}/", data, follow=True).content.decode()


@pytest.fixture
def client(mo):
    return base.signed_in(mo)


@pytest.fixture
def deeds(post, mo, alice):
    """One of each: by mo, by alice, by the machine."""
    return [
        moderation.decide([base.comment(post, "zqONEqz")], Verb.TRASH, by=mo, because="unkind").acts[0],
        moderation.decide([base.comment(post, "zqTWOqz")], Verb.SPAM, by=alice, why="zqWHYqz").acts[0],
        moderation.decide([base.comment(post, "zqTHREEqz")], Verb.HOLD, by=None, why="3 links +6").acts[0],
    ]


def test_each_act_says_who_what_when_why_before_and_after(client, deeds, post):
    page = page_of(client)
    assert rows_in(page) == 3
    for words in ("Mo Derator", "Alice Liddell", "the machine", "marked as spam", "unkind", "zqWHYqz"):
        assert words in page, words
    for words in ("approved → trash", "approved → pending", "3 links +6", post.title, "zqONEqz"):
        assert words in page, words
    assert f"/admin/comments/comment/{deeds[0].comment_id}/change/" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"who": "people"}, 2),
        ({"who": "machine"}, 1),
        ({"who": "mo"}, 1),
        ({"who": "nonsense"}, 3),
        ({"verb__exact": "spam"}, 1),
        ({"q": "zqWHYqz"}, 1),
        ({"q": "zqONEqz"}, 1),
        ({"q": "alice"}, 1),
        ({"at__gte": "2999-01-01 00:00:00+00:00"}, 0),
    ],
)
def test_filters_show_and_export_the_same(client, deeds, mo, query, found):
    if query.get("who") == "mo":
        query = {"who": mo.pk}
    assert rows_in(page_of(client, **query)) == found
    assert len(exported(client, **query)) == found + 1


def test_nobody_changes_or_deletes_the_journal(client, alice, deeds):
    owner = base.signed_in(alice)
    for browser in (client, owner):
        assert browser.get(f"{ACTS}add/").status_code == 403
        for verb in ("change", "delete"):
            browser.post(f"{ACTS}{deeds[0].pk}/{verb}/", {"post": "yes", "why": "other"})
        chosen = {"action": "delete_selected", "_selected_action": [deeds[0].pk], "post": "yes"}
        browser.post(ACTS, chosen)
        page_of(browser, f"{ACTS}{deeds[0].pk}/change/")
    assert Act.objects.count() == 3
    assert Act.objects.get(pk=deeds[0].pk).why == deeds[0].why


def test_the_journal_of_a_post_or_person_goes_with_them(post, alice, mo, ada):
    owner = base.signed_in(alice)
    settle(Pause(post=post, slow_seconds=60), by=mo)
    owner.post(f"/admin/blog/post/{post.pk}/delete/", {"post": "yes"})
    assert not Act.objects.exists()
    sanctions.impose("ban", by=mo, user=ada)
    assert owner.post(f"/admin/comments/sanction/{Sanction.objects.get().pk}/delete/").status_code == 403
    owner.post(f"/admin/accounts/user/{ada.pk}/delete/", {"post": "yes"})
    assert not Sanction.objects.exists()
    assert Act.objects.get().sanction is None


def test_the_page_costs_the_same_for_many(client, post, mo):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(client)
        return len(queries)

    for n in range(3):
        moderation.decide([base.comment(post, f"n {n}")], Verb.TRASH, by=mo)
    page_of(client)
    few = cost()
    acts = moderation.decide([base.comment(post, f"m {n}") for n in range(40)], Verb.TRASH, by=mo).acts
    moderation.undo(acts[0].batch, by=mo)
    assert cost() == few


# --- Taking back --------------------------------------------------------------------


def test_a_stroke_is_undone_as_one_and_the_undo_is_a_row(client, post, mo):
    comments = [base.comment(post, f"n {n}") for n in range(3)]
    batch = moderation.decide(comments, Verb.SPAM, by=mo).acts[0].batch
    page = page_of(client)
    assert page.count("Undo all 3") == 3
    assert "Undone: 3 comments" in undo(client, batch)
    assert set(Comment.objects.values_list("status", flat=True)) == {"approved"}
    page = page_of(client)
    assert rows_in(page) == 6
    assert "Undo all" not in page
    undone_at = timezone.localtime(Act.objects.filter(verb=Verb.UNDO).first().at)
    assert page.count(f"undone {undone_at:%d/%m/%Y, %H:%M} by Mo Derator") == 3
    assert "There is nothing to undo" in undo(client, batch)
    assert_sound()


def test_what_cannot_be_undone_is_listed_with_who_and_what(client, post, mo, alice):
    one, two = base.comment(post, "One.", name="Ann"), base.comment(post, "Two.", name="Ben")
    batch = moderation.decide([one, two], Verb.TRASH, by=mo).acts[0].batch
    moderation.decide([two], Verb.SPAM, by=alice)
    page = undo(client, batch)
    assert "\u2068Ann\u2069’s comment is what it was before." in page
    assert "\u2068Alice Liddell\u2069 marked \u2068Ben\u2069’s comment as spam" in page
    assert "It stays as it is." in page


def test_after_a_month_no_button_and_no_undo(client, deeds):
    Act.objects.update(at=timezone.now() - Act.UNDO_FOR - timedelta(seconds=1))
    assert "act/undo/" not in page_of(client)
    assert "There is nothing to undo" in undo(client, deeds[0].batch)
    assert Comment.objects.get(pk=deeds[0].comment_id).status == "trash"


def test_an_edit_is_undone_if_its_words_still_stand(client, post, mo):
    comment = base.comment(post, "Before.", name="Ann")
    [act] = moderation.edit(comment, {"body": "**After.**", "name": "Anne"}, by=mo).acts
    assert "Undone" in undo(client, act.batch)
    comment.refresh_from_db()
    assert (comment.body, comment.name) == ("Before.", "Ann")
    assert "<strong>" not in comment.body_html
    [act] = moderation.edit(comment, {"body": "After."}, by=mo).acts
    moderation.edit(comment, {"body": "After that."}, by=mo)
    assert "edited" in undo(client, act.batch)
    comment.refresh_from_db()
    assert comment.body == "After that."


def test_an_edit_shows_what_was_before_and_after(client, post, mo):
    comment = base.comment(post, "zqBEFOREqz", name="Ann")
    [act] = moderation.edit(comment, {"body": "=<b>zqAFTERqz</b>", "name": "Anne"}, by=mo).acts
    page = page_of(client)
    assert "<bdi>zqBEFOREqz</bdi> → <bdi>=&lt;b&gt;zqAFTERqz&lt;/b&gt;</bdi>" in page
    assert "<bdi>Ann</bdi> → <bdi>Anne</bdi>" in page
    heads, row = exported(client)
    told = dict(zip(heads, row, strict=True))
    assert (told["before"], told["after"]) == ("Ann\nzqBEFOREqz", "Anne\n=<b>zqAFTERqz</b>")
    undo(client, act.batch)
    assert "<bdi>Anne</bdi> → <bdi>Ann</bdi>" in page_of(client)


def test_a_restriction_with_all_their_comments_is_undone_as_one(client, post, mo, ada):
    comments = [base.comment(post, f"n {n}", author=ada) for n in range(2)]
    batch = sanctions.impose("ban", by=mo, user=ada, why="again", remove_comments=True)
    assert "restricted" in page_of(client)
    undo(client, batch)
    assert Sanction.objects.get().lifted_at is not None
    assert {Comment.objects.get(pk=comment.pk).status for comment in comments} == {"approved"}
    assert Act.objects.filter(verb="undo").count() == 3


def test_moves_of_branches_stand_there_too_with_their_undo(client, post, mo):
    first, second = base.comment(post, "zqFIRSTqz"), base.comment(post, "zqSECONDqz")
    move = BranchMove.make(second, mo, parent=first)
    page = page_of(client)
    assert "zqSECONDqz" in page
    address = f"/admin/comments/branchmove/{move.pk}/undo/?acts"
    assert f'formaction="{address}"' in page
    assert client.post(address)["Location"] == ACTS
    second.refresh_from_db()
    assert second.parent is None
    assert f'formaction="{address}"' not in page_of(client)


def test_erasing_for_good_leaves_a_row_without_words(alice, client, post):
    comment = base.comment(post, "zqWORDSqz")
    base.signed_in(alice).post(f"/admin/comments/comment/{comment.pk}/delete/", {"post": "yes"})
    act = Act.objects.get()
    assert (act.by, act.verb, act.comment) == (alice, "erase", None)
    page = page_of(client)
    assert f"comment {comment.pk}, which is gone" in page
    assert "zqWORDSqz" not in page
    assert "act/undo/" not in page


def test_verdicts_in_the_list_of_comments_leave_rows(client, post, mo):
    one, two = base.held(post, "One."), base.held(post, "Two.")
    chosen = {"action": "mark_spam", "_selected_action": [one.pk, two.pk]}
    client.post("/admin/comments/comment/", chosen)
    acts = Act.objects.filter(by=mo, verb="spam")
    assert {act.comment_id for act in acts} == {one.pk, two.pk}
    assert len({act.batch for act in acts}) == 1


# --- The spreadsheet ----------------------------------------------------------------


def test_the_spreadsheet_has_a_line_for_each_act(client, deeds):
    head, *lines = exported(client)
    assert head[:4] == ["at", "by", "did", "comment"]
    assert [line[1] for line in lines] == ["the machine", "Alice Liddell", "Mo Derator"]
    by = dict(zip(head, lines[2], strict=True))
    assert (by["did"], by["reason"], by["before"], by["after"]) == (
        "moved to the trash",
        "unkind",
        "approved",
        "trash",
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "\n="])
def test_no_cell_is_a_formula(client, mo, alice, start):
    formula = f'{start}HYPERLINK("https://evil.example")'
    mo.display_name = formula
    mo.save()
    post = base.published(alice, title=formula)
    moderation.decide([base.comment(post, name=formula)], Verb.TRASH, by=mo, why=formula)
    [_head, line] = exported(client)
    assert sum("HYPERLINK" in cell for cell in line) == 4
    for cell in line:
        assert not cell.lstrip().startswith(("=", "+", "-", "@")), cell


def test_addresses_stay_out_of_the_spreadsheet(client, post, mo):
    comment = base.comment(post, email="zq@mail.example", ip_address="203.0.113.7")
    moderation.decide([comment], Verb.TRASH, by=mo)
    text = repr(exported(client))
    assert "zq@" not in text
    assert "203.0.113.7" not in text


def test_a_moderator_who_left_is_not_the_machine(client, post, mo):
    ida = base.moderator("ida", "Ida Rhodes")
    comment, other = base.comment(post, "Zebras."), base.comment(post, "Yaks.")
    moderation.decide([comment], Verb.SPAM, by=ida, why="zqWHYqz")
    moderation.undo(moderation.decide([other], Verb.TRASH, by=mo).acts[0].batch, by=ida)
    moderation.decide([base.comment(post)], Verb.HOLD, by=None)
    ida.delete()
    page = page_of(client)
    assert page.count("<bdi>Ida Rhodes</bdi>") == 2
    assert re.search(r"<bdi>undone [^<]* by Ida Rhodes</bdi>", page)
    assert page.count('class="field-who">the machine<') == 1
    for query, found in (({"who": "people"}, 3), ({"who": "machine"}, 1), ({"q": "Rhodes"}, 2)):
        assert rows_in(page_of(client, **query)) == len(exported(client, **query)) - 1 == found
    assert sorted(line[1] for line in exported(client)[1:]) == [
        *("Ida Rhodes", "Ida Rhodes", "Mo Derator", "the machine")
    ]
    # What she said of it still counts as a person's word.
    assert comment not in undecided_spam()
    threads.erase(comment, lambda fresh: True)
    assert Act.objects.filter(why="zqWHYqz").exists()


def test_who_moved_or_restricted_and_left_is_told_as_such(client, post, alice):
    ida = base.moderator("ida", "Ida Rhodes")
    assert BranchMove.make(base.comment(post), ida, base.comment(post))
    sanctions.impose("ban", by=ida, email="x@mail.example")
    ida.delete()
    for address in (ACTS, "/admin/comments/branchmove/", "/admin/comments/sanction/"):
        assert "<bdi>a former moderator</bdi>" in page_of(client, address)


def test_a_nonsense_filter_leads_to_the_list(client, deeds):
    answer = client.get(f"{ACTS}csv/?at__gte=nonsense")
    assert answer.status_code == 302
    assert re.match(rf"{ACTS}\?e=1", answer["Location"])
