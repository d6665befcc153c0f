"""A moderator changes the words of a comment, if they are still those that were opened."""

from typing import Any

from django import forms
from django.utils.translation import gettext

from comments.admin.telling import unchanged
from comments.queue import last_word_on


class EditForm(forms.ModelForm):
    def clean(self) -> dict[str, Any] | None:
        """Told of what came in between, its moderator has the form again with what they wrote,
        and may save it over that."""
        comment = self.instance
        seen = self.data.get(f"seen-{comment.pk}")
        if seen and seen != comment.sight:
            what = unchanged(comment, last_word_on([comment]).get(comment.pk), seen)
            raise forms.ValidationError(gettext("%(what)s Nothing was done to it.") % {"what": what})
        return super().clean()
