"""comments/letters/: what each of the blog's people is told of by mail, and how they stop it."""

import pytest
from django.core import mail
from django.test import Client

from blog.models import Blog
from comments import mail_links
from comments.letter_form import LetterForm
from comments.letters import news_for
from comments.models import Comment, LetterChoice
from tests import base
from tests.comments.letters import hold, let_time_pass, letters
from tests.comments.mailbox import link_in, work
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tasks_are_rows")]


def settings_of(user) -> str:
    return mail_links.link_to_letter_settings(user)


def test_a_moderator_stops_what_waits_for_herself_only(client, post, mo, alice):
    hold(client, post)
    sent = letters()
    assert set(sent) == {"mo@blog.example", "alice@blog.example"}
    address = link_in(sent["mo@blog.example"], "/comments/letters/")
    assert base.browser().post(address, {"new": "on"}).status_code == 302
    assert 'name="new" id="id_new" checked' in base.browser().get(address).text
    let_time_pass(minutes=11)
    hold(client, post, "Two.", name="Linus", email="linus@mail.example")
    assert set(letters()) == {"alice@blog.example"}
    base.browser().post(address, {"new": "on", "held": "on"})
    let_time_pass(minutes=11)
    hold(client, post, "Three.", name="Ada", email="ada@mail.example")
    assert set(letters()) == {"mo@blog.example", "alice@blog.example"}


def test_an_author_stops_what_is_new_and_a_moderator_who_writes_one_of_both(client, mo, ada, cy):
    mos = base.published(mo)
    LetterChoice.objects.create(user=cy, new=False)
    LetterChoice.objects.create(user=mo, new=False)
    base.comment(base.published(cy), author=ada)
    base.comment(mos, author=ada)
    assert letters() == {}
    hold(client, mos)
    assert set(letters()) == {"mo@blog.example"}


def test_what_is_switched_off_while_it_is_due_does_not_come(client, post, mo):
    hold(client, post)
    assert letters()
    hold(client, post, "Two.", name="Linus", email="linus@mail.example")
    work()
    assert news_for(mo).count() == 1
    LetterChoice.objects.create(user=mo, held=False)
    let_time_pass(minutes=11)
    assert letters() == {}


def test_opening_a_link_changes_nothing(mo):
    client = base.browser()
    for address in (settings_of(mo), f"{settings_of(mo)}stop/"):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200
        assert "m…@blog.example" in answer.text
        assert "mo@blog.example" not in answer.text
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
    assert not LetterChoice.objects.exists()


def test_a_mail_program_unsubscribes_with_one_post(client, post, mo):
    hold(client, post)
    message = letters()["mo@blog.example"]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    program = Client(enforce_csrf_checks=True)
    for _time in range(2):
        answer = program.post(address, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert "No further mail comes" in answer.text
    assert LetterChoice.objects.values_list("user__username", "held", "new").get() == ("mo", False, False)
    let_time_pass(minutes=11)
    hold(client, post, "Two.", name="Linus", email="linus@mail.example")
    assert letters() == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("before", [None, True])
def test_a_choice_and_a_stop_at_once_are_one_after_the_other(mo, cy, before):
    """A moderator chooses both, an author what is new: what waits stays stopped for her."""
    Blog.current()
    ends = {mo: [(False, False), (True, True)], cy: [(False, False), (False, True)]}
    for _round in range(4):
        LetterChoice.objects.all().delete()
        for person, ways in ends.items():
            if before:
                LetterChoice.objects.create(user=person)
            address, wish = settings_of(person), {"held": "on", "new": "on"}
            saved = [lambda a=address, w=wish: base.browser().post(a, w).status_code] * 2
            stopped = [lambda a=address: Client().post(f"{a}stop/").status_code] * 2
            assert at_once(*saved, *stopped) == [302, 302, 200, 200]
            assert LetterChoice.objects.values_list("held", "new").get(user=person) in ways


def test_what_is_saved_takes_back_no_stop_of_meanwhile(cy):
    form = LetterForm({"new": "on"}, instance=LetterChoice.of(cy))
    assert form.is_valid()
    Client().post(f"{settings_of(cy)}stop/")
    form.save()
    assert LetterChoice.objects.values_list("held", "new").get() == (False, True)


def test_what_waits_is_offered_to_who_may_decide(mo, cy):
    assert 'name="held"' in base.browser().get(settings_of(mo)).text
    html = base.browser().get(settings_of(cy)).text
    assert 'name="held"' not in html
    assert 'name="new"' in html
    assert "/admin/comments/queue/" not in html
    base.browser().post(settings_of(cy), {"held": ""})
    assert LetterChoice.objects.values_list("held", "new").get() == (True, False)


def test_other_links_open_nothing(client, post, mo, alice):
    comment = hold(client, post)
    address, judge = settings_of(mo), mail_links.link_to_judge(comment, "trash", "", mo)
    token, other = address.split("/")[3], judge.split("/")[3]
    forged = [f"/comments/letters/{wrong}/" for wrong in (other, token[:-1], "x", f"{token}x")]
    forged += [f"{one}stop/" for one in forged]
    for one in forged:
        assert client.get(one).status_code == 404
        assert client.post(one).status_code == 404
    assert client.get(f"/comments/judge/{token}/").status_code == 404
    mo.email = "elsewhere@blog.example"
    mo.save()
    assert client.post(address).status_code == 404
    mo.delete()
    assert client.post(address).status_code == 404
    assert not LetterChoice.objects.exists()
    assert Comment.objects.get().status == "pending"


def test_the_admin_leads_each_to_their_own(client, mo, cy, ada):
    assert 'href="/comments/letters/"' in base.signed_in(mo).get("/admin/").text
    for person in (mo, cy):
        page = base.signed_in(person).get("/comments/letters/", follow=True)
        assert person.name in page.text
    for stranger in (client, base.signed_in(ada)):
        answer = stranger.get("/comments/letters/")
        assert answer.status_code == 302
        assert "/admin/login/" in answer["Location"]
    assert base.signed_in(mo).post("/comments/letters/").status_code == 405


def test_who_has_no_address_is_told_so(mo):
    mo.email = ""
    mo.save()
    answer = base.signed_in(mo).get("/comments/letters/")
    assert "your account here has no e-mail address" in answer.text
    assert mail.outbox == []


def test_a_hostile_name_is_text(mo):
    mo.display_name = "<script>alert(1)</script>"
    mo.save()
    html = base.browser().get(settings_of(mo)).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
