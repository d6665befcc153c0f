from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from blog.models import Blog, Post
from blog.progress import ProgressBar
from transfer.importing import import_wordpress
from transfer.survey import survey

DEMO = Path(__file__).resolve().parents[2] / "demo"
CONTENT, PICTURES = DEMO / "content.xml", DEMO / "pictures"
LIKED = "backward-running"
LIKERS = {"fern-underhill": "Fern Underhill", "marek": "Marek Dudek", "sola": "Sola Adeyemi"}
ADMIN = "admin"


class Command(BaseCommand):
    help = "Fill an empty blog with demo content, and with an owner who can sign in. For development only."

    def handle(self, **_options):
        if not settings.DEBUG:
            raise CommandError(_("The demo is for development: its owner's password is known. DEBUG is off."))
        if Post.objects.exists():
            self.stdout.write(_("The blog has posts already, so there is nothing to do."))
            return
        progress = ProgressBar()
        try:
            # In one piece: a demo that was interrupted starts again from an empty blog.
            with transaction.atomic():
                report = import_wordpress(CONTENT, media=PICTURES, progress=progress)
                name_the_blog()
                like()
                made_owner = make_owner()
        finally:
            progress.close()
        self.stdout.write(str(report))
        if made_owner:
            self.stdout.write(_("Sign in at /admin/ as %(name)s, password %(name)s.") % {"name": ADMIN})


def name_the_blog() -> None:
    channel = survey(CONTENT, lambda done: None).channel
    blog = Blog.current()
    blog.title, blog.tagline = channel.title, channel.tagline
    blog.save()


def like() -> None:
    """Likes are no part of a WordPress export, so the demo has its own."""
    post = Post.objects.get(slug=LIKED)
    for username, name in LIKERS.items():
        if User.objects.filter(username=username).exists():
            continue  # somebody's account, and not ours to like in the name of
        user = User(username=username, display_name=name, is_active=False)
        user.set_unusable_password()
        user.save()
        post.like(user, wish=True)


def make_owner() -> bool:
    if User.objects.filter(username=ADMIN).exists():
        return False
    User.objects.create_superuser(ADMIN, password=ADMIN)
    return True
