from django import forms

from comments.models import LetterChoice, moderates


class LetterForm(forms.ModelForm):
    """What to hear of by mail; what waits is no news for who may not decide."""

    class Meta:
        model = LetterChoice
        fields = ["held", "new"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not moderates(self.instance.user):
            del self.fields["held"]

    def save(self) -> None:
        LetterChoice.choose(self.instance.user, **self.cleaned_data)
