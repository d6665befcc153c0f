from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Comments")

    def ready(self):
        from accounts.signals import picture_changed
        from comments.pictures import show_new_picture

        picture_changed.connect(show_new_picture)
