"""A reader reports a comment. The page asks; only the form on it does anything."""

from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from comments.limits import network_of
from comments.models import Comment, Report
from comments.reporting import TooManyReports, report


class ReportForm(forms.ModelForm):
    class Meta:
        model = Report
        fields = ("reason", "words")
        widgets = {
            "reason": forms.RadioSelect,
            "words": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        }
        labels = {"reason": _("What is wrong with it?"), "words": _("Anything a moderator should know?")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = Report.Reason.choices
        self.fields["words"].required = False


@require_http_methods(["GET", "HEAD", "POST"])
def report_comment(request: HttpRequest, pk: int) -> HttpResponse:
    comment = get_object_or_404(Comment.objects.published().select_related("post"), pk=pk)
    form = ReportForm(request.POST if request.method == "POST" else None)
    context = {"comment": comment, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            said = report(
                comment,
                form.cleaned_data["reason"],
                user=request.user if request.user.is_authenticated else None,
                network=network_of(get_adapter().get_client_ip(request)),
                words=form.cleaned_data["words"],
            )
        except TooManyReports:
            return render(request, "comments/report.html", {**context, "too_many": True}, status=429)
        return render(request, "comments/reported.html", {"comment": comment, "again": said is None})
    response = render(request, "comments/report.html", context, status=422 if form.is_bound else 200)
    response["X-Robots-Tag"] = "noindex"
    return response
