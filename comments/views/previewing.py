"""What a comment will look like, by the renderer that will print it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from blog import rendering
from blog.views.reading import post_page
from comments.closing import refuse_if_over
from comments.refusals import Refusal
from comments.replying import form_of, refused_reply
from comments.views.addresses import post_at
from comments.views.posting import refused


@require_POST
def preview(request: HttpRequest, **address: object) -> HttpResponse:
    """A script gets the comment, others the page with the comment above the form."""
    post = post_at(**address)
    form = form_of(request, post, request.POST)
    try:
        refuse_if_over(post, form.discussion)
        # Who speaks may still be missing: only the words are looked at.
        for name in form.errors.keys() - {"body"}:
            del form.errors[name]
    except Refusal as refusal:
        return refused(request, form, refusal)
    if form.errors:
        return refused(request, form)
    html = rendering.render_comment(form.cleaned_data["body"])
    if request.htmx:
        response = render(request, "comments/_preview.html", {"preview": html})
    else:
        reply = refused_reply(request, form)
        reply.preview = html
        response = post_page(request, post, reply=reply)
    response["Cache-Control"] = "private, no-store"
    return response
