from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from comments.admin.reading import ForModerators
from comments.models import ThreadCheck


def last_check() -> dict:
    """For the page that lists comments: what the newest check says, in one line."""
    return {"last_check": ThreadCheck.objects.defer("report").first()}


@admin.register(ThreadCheck)
class ThreadCheckAdmin(ForModerators):
    list_display = ["started_at", "finished_at", "threads", "comments", "broken", "repaired", "state"]
    fields = [*list_display, "report"]

    @admin.display(description=_("state"))
    def state(self, check: ThreadCheck) -> str:
        words = _("sound") if check.is_sound else _("broken") if check.finished_at else _("not finished")
        return format_html(
            '<span class="status {}">{}</span>', "approved" if check.is_sound else "spam", words
        )
