from django import forms
from django.utils.translation import gettext_lazy as _

from comments.following import address_of
from comments.models import Follow


class FollowForm(forms.Form):
    """What to hear of, and where: a member whose address we know is not asked for it, and
    can also choose nothing any more."""

    level = forms.ChoiceField(label=_("E-mail me"), choices=Follow.Level.choices, widget=forms.RadioSelect)
    email = forms.EmailField(
        label=_("E-mail"), max_length=100, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if user.is_authenticated:
            self.fields["level"].choices = [("", _("nothing")), *Follow.Level.choices]
            self.fields["level"].required = False
            if address_of(user):
                del self.fields["email"]
