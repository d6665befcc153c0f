"""An export's authors. They come as people who cannot sign in: no password, not active, and
an e-mail address that is nobody's identity. An account that is here already is never touched,
whatever the file calls its people."""

import re

from django.utils.translation import gettext as _

from accounts.models import User
from transfer import wpvalues
from transfer.report import Report
from transfer.survey import Survey, login_key
from transfer.wxr_parts import Author

KIND = "authors"
MAX_LOGIN = 60  # WordPress's own limit


def import_people(found: Survey, report: Report) -> dict[str, User]:
    """Everyone in the file by login name; the empty name is for posts that name nobody."""
    prefix = f"{found.blog}#author-"
    here = {user.imported_key: user for user in User.objects.filter(imported_key__startswith=prefix)}
    people: dict[str, User] = {}
    for login, author in found.authors.items():
        if not login or len(login) > MAX_LOGIN:
            report.skip(KIND, _("the login name is missing or too long"), author.display_name[:40] or "?")
            continue
        user = here.get(prefix + login)
        if user:
            report.known(KIND)
        else:
            user = _newcomer(author, prefix + login, report)
            report.add(KIND)
        people[login] = user
    if nobody := here.get(prefix):
        people[""] = nobody
    return people


def author_of(creator: str, found: Survey, people: dict[str, User]) -> User:
    """Who wrote a post; one person stands in for all that cannot be named."""
    if user := people.get(login_key(creator)) or people.get(""):
        return user
    stand_in = Author(0, "author", "", found.channel.title[:150] if found.channel else "")
    people[""] = _newcomer(stand_in, f"{found.blog}#author-", Report())
    return people[""]


def _newcomer(author: Author, key: str, report: Report) -> User:
    name = wpvalues.one_line(author.display_name)
    if len(name) > User._meta.get_field("display_name").max_length:
        report.change(KIND, _("the name is too long; the login name stands for it"), author.login)
        name = author.login
    email = wpvalues.email(author.email, User._meta.get_field("contact_email").max_length)
    if author.email and not email:
        report.change(KIND, _("the e-mail address is not valid and was left out"), author.login)
    user = User(
        username=_free_username(author.login),
        display_name=name or author.login,
        contact_email=email,
        is_active=False,
        imported_key=key,
    )
    if user.username != author.login:
        report.change(KIND, _("the name is taken or cannot stand in an address"), user.username)
    user.set_unusable_password()
    user.save()
    return user


def _free_username(login: str) -> str:
    wanted = re.sub(r"[^\w.@+-]+", "-", login).strip("-.") or "author"
    username, number = wanted, 1
    while User.objects.filter(username__iexact=username).exists():
        number += 1
        username = f"{wanted}-{number}"
    return username
