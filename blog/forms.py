from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blog.models import PostQuerySet


class SearchForm(forms.Form):
    MOST_WORDS = 8

    q = forms.CharField(label=_("Search the posts"), max_length=100, required=False)

    @property
    def query(self) -> str:
        return self.cleaned_data["q"] if self.is_valid() else ""

    def filter(self, posts: PostQuerySet) -> PostQuerySet:
        """The posts that have all the words, wherever in title, standfirst or text."""
        words = self.query.split()[: self.MOST_WORDS]
        if not words:
            return posts.none()
        for word in words:
            posts = posts.filter(
                Q(title__icontains=word) | Q(standfirst__icontains=word) | Q(body_text__icontains=word)
            )
        return posts
