from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Comments")

    def ready(self):
        from accounts.signals import picture_changed
        from blog.models import Post
        from comments import closing, guards
        from comments.drafts import forget_words
        from comments.leaving import take_back_likes
        from comments.letters import tell_of_held, tell_of_new
        from comments.models import Act, Discussion, Pause
        from comments.pictures import show_new_picture
        from comments.signals import comments_judged, comments_shown, words_forgotten
        from comments.spam import listening
        from comments.tasks import tell_later
        from comments.verdict_notice import tell_writer_later

        picture_changed.connect(show_new_picture)
        comments_shown.connect(tell_later)
        comments_shown.connect(tell_of_new)
        post_save.connect(tell_of_held, sender=Act)
        post_save.connect(tell_writer_later, sender=Act)
        comments_judged.connect(listening.hear)
        words_forgotten.connect(listening.forget)
        user_logged_out.connect(forget_words)
        post_save.connect(closing.settle_post, sender=Post)
        post_save.connect(closing.settle_paused, sender=Pause)
        post_delete.connect(closing.settle_paused, sender=Pause)
        post_save.connect(closing.settle_all, sender=Discussion)
        pre_delete.connect(take_back_likes, sender=settings.AUTH_USER_MODEL)
        post_migrate.connect(guards.put_in_place, sender=self)
