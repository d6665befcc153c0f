"""Changes of the rules and of a conversation's pace are in the journal, and can be undone."""

import csv
import io

import pytest

from comments import moderation
from comments.models import Act, Discussion, Pause
from comments.settling import settle
from tests import base

pytestmark = pytest.mark.django_db
PAUSES = "/admin/comments/pause/"


def freeze(post, by, why="Please <b>breathe</b>.") -> Act:
    pause = Pause.objects.filter(post=post).first() or Pause(post=post)
    pause.is_frozen, pause.why = True, why
    settle(pause, by=by)
    return Act.objects.filter(verb="pause").first()


def test_only_what_changed_is_written_down(alice):
    settle(Discussion(pk=1, hold_all=True, max_links=4), by=alice)
    act = Act.objects.get()
    assert (act.by, act.verb) == (alice, "rules")
    assert act.before == {"hold_all": False, "max_links": 2}
    assert act.after == {"hold_all": True, "max_links": 4}
    settle(Discussion.current(), by=alice)
    assert Act.objects.count() == 1


def test_rules_are_put_back_and_that_is_written_down_too(alice, mo):
    settle(Discussion(pk=1, hold_all=True), by=alice)
    act = Act.objects.get()
    outcome = moderation.undo(act.batch, by=mo)
    assert (outcome.settled, outcome.unsettled) == (1, 0)
    assert not Discussion.current().hold_all
    undone = Act.objects.get(verb="undo")
    assert (undone.by, undone.undoes, undone.after) == (mo, act, {"hold_all": False})
    assert moderation.undo(act.batch, by=mo).settled == 0


def test_what_was_changed_again_stays_as_it_is(alice, post):
    first = freeze(post, alice)
    freeze(post, alice, "Another reason.")
    outcome = moderation.undo(first.batch, by=alice)
    assert (outcome.settled, outcome.unsettled) == (0, 1)
    assert Pause.objects.get().why == "Another reason."


def test_a_frozen_conversation_goes_on_when_that_is_undone(client, alice, post):
    act = freeze(post, alice)
    assert 'id="commentform"' not in client.get(post.get_absolute_url()).content.decode()
    moderation.undo(act.batch, by=alice)
    assert 'id="commentform"' in client.get(post.get_absolute_url()).content.decode()


def test_the_discussion_page_writes_the_journal(alice):
    client = base.signed_in(alice)
    page = client.get("/admin/comments/discussion/")
    form = {name: value for name, value in page.context["adminform"].form.initial.items() if value}
    client.post("/admin/comments/discussion/", {**form, "hold_all": "on"})
    act = Act.objects.get()
    assert (act.by, act.verb, act.after) == (alice, "rules", {"hold_all": True})


def test_moderators_calm_a_conversation_on_a_page_of_their_own(client, mo, post):
    page = base.signed_in(mo)
    form = {"post": post.pk, "is_frozen": "on", "slow_seconds": 0, "why": "Breathe."}
    assert page.post(f"{PAUSES}add/", form).status_code == 302
    assert "Breathe." in client.get(post.get_absolute_url()).content.decode()
    pause = Pause.objects.get()
    page.post(f"{PAUSES}{pause.pk}/change/", {"slow_seconds": 60, "why": ""})
    pause.refresh_from_db()
    assert (pause.is_frozen, pause.slow_seconds, pause.post) == (False, 60, post)
    assert list(Act.objects.values_list("by__username", "verb")) == [("mo", "pause")] * 2


def test_nobody_else_calms_it(client, ada, post):
    writer = base.author("writer", "Wri Ter", is_staff=True)
    form = {"post": post.pk, "is_frozen": "on", "slow_seconds": 0, "why": ""}
    for reader in (client, base.signed_in(ada), base.signed_in(writer)):
        assert reader.get(PAUSES).status_code in (302, 403)
        assert reader.post(f"{PAUSES}add/", form).status_code in (302, 403)
    assert not Pause.objects.exists()


def test_drafts_are_not_offered(mo, alice):
    hidden = base.draft(alice, title="zqSECRETqz")
    page = base.signed_in(mo)
    assert "zqSECRETqz" not in page.get(f"{PAUSES}add/").content.decode()
    assert page.post(f"{PAUSES}add/", {"post": hidden.pk, "slow_seconds": 9}).status_code == 200
    assert not Pause.objects.exists()


def test_the_journal_shows_what_it_was_and_became(mo, alice, post):
    freeze(post, alice)
    page = base.signed_in(mo)
    html = page.get("/admin/comments/act/").content.decode()
    assert "Please &lt;b&gt;breathe&lt;/b&gt;." in html
    assert post.title in html
    lines = b"".join(page.get("/admin/comments/act/csv/").streaming_content).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(lines))
    assert "frozen: True" in row["after"]
    batch = Act.objects.get().batch
    page.post(f"/admin/comments/act/undo/{batch}/")
    assert not Pause.objects.get().is_frozen


def test_only_who_may_change_the_rules_puts_them_back(mo, alice):
    settle(Discussion(pk=1, hold_all=True), by=alice)
    undo = f"/admin/comments/act/undo/{Act.objects.get().batch}/"
    assert "changed the rules" in base.signed_in(mo).get("/admin/comments/act/").content.decode()
    assert undo not in base.signed_in(mo).get("/admin/comments/act/").content.decode()
    assert base.signed_in(mo).post(undo).status_code == 403
    assert Discussion.current().hold_all
    assert undo in base.signed_in(alice).get("/admin/comments/act/").content.decode()
    assert base.signed_in(alice).post(undo).status_code == 302
    assert not Discussion.current().hold_all


def test_the_public_log_keeps_rules_to_itself(client, alice, post):
    settle(Discussion(pk=1, public_log=True), by=alice)
    freeze(post, alice, "zqWHYqz")
    moderation.undo(Act.objects.get(verb="pause").batch, by=alice)
    page = client.get("/moderation-log/")
    assert page.status_code == 200
    assert "zqWHYqz" not in page.content.decode()
