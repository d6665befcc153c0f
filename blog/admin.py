from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from blog import pictures, rendering
from blog.models import Blog, Category, Picture, Post, Tag


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    list_display = ["title", "state", "author", "published_at", "comment_count", "like_count"]
    list_filter = ["status", "kind", "published_at", "categories"]
    list_select_related = ["author"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["title", "body"]
    ordering = ["-modified_at", "-pk"]
    actions = ["publish", "unpublish"]
    autocomplete_fields = ["tags", "categories", "picture"]
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "standfirst", "body"]}),
        (_("Publish"), {"fields": ["status", "published_at", "author", "comments_open"]}),
        (_("File under"), {"fields": ["tags", "categories", "picture"]}),
        (_("Address and format"), {"fields": ["kind", "slug", "body_format"], "classes": ["collapse"]}),
    ]

    class Media:
        js = ["js/admin-preview.js"]

    # Authors write their own posts. Whoever may delete posts looks after everybody's.

    def get_queryset(self, request):
        posts = super().get_queryset(request)
        return posts if _is_editor(request) else posts.filter(author=request.user)

    def get_exclude(self, request, obj=None):
        return None if _is_editor(request) else ["author"]

    def get_fieldsets(self, request, obj=None):
        hidden = self.get_exclude(request, obj) or []
        return [
            (name, {**options, "fields": [field for field in options["fields"] if field not in hidden]})
            for name, options in self.fieldsets
        ]

    def get_changeform_initial_data(self, request):
        return {"author": request.user.pk, **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "author":
            may_write = Q(is_staff=True) | Q(pk__in=Post.objects.values("author"))
            kwargs["queryset"] = User.objects.filter(may_write).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "body":
            kwargs["widget"] = admin.widgets.AdminTextareaWidget(attrs={"rows": 24, "dir": "auto"})
        if db_field.name == "standfirst":
            kwargs["widget"] = admin.widgets.AdminTextareaWidget(attrs={"rows": 2, "dir": "auto"})
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "published_at":
            # Django writes their names beside them only.
            for widget, name in zip(field.widget.widgets, (_("Date"), _("Time")), strict=True):
                widget.attrs["aria-label"] = name
        if db_field.name == "author":
            # People are made and changed among the people, not in passing.
            for action in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{action}_related", False)
        return field

    def save_model(self, request, obj, form, change):
        if obj.author_id is None:
            obj.author = request.user
        super().save_model(request, obj, form, change)

    def view_on_site(self, obj):
        return obj.get_absolute_url()

    @admin.display(description=_("status"), ordering="status")
    def state(self, post):
        is_due = post.status != Post.Status.PUBLISHED or post.is_published
        words = post.get_status_display() if is_due else _("scheduled")
        return format_html('<span class="status {}">{}</span>', post.status, words)

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request, posts):
        self._each(request, posts, Post.publish)

    @admin.action(description=_("Unpublish"), permissions=["change"])
    def unpublish(self, request, posts):
        self._each(request, posts, Post.unpublish)

    def _each(self, request, posts, verb):
        posts = list(posts)
        for post in posts:
            verb(post)
            self.log_change(request, post, verb.__name__)
        words = ngettext("%(n)d post was changed.", "%(n)d posts were changed.", len(posts))
        self.message_user(request, words % {"n": len(posts)}, messages.SUCCESS)

    def get_urls(self):
        preview = self.admin_site.admin_view(require_POST(self.preview))
        return [path("preview/", preview, name="blog_post_preview"), *super().get_urls()]

    def preview(self, request: HttpRequest) -> HttpResponse:
        """The text of the form as a reader will see it, by the same renderer. Nothing is saved."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        given = request.POST
        html = rendering.render_post(given.get("body", ""), given.get("body_format", "markdown"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview"),
            "post": {"title": given.get("title", ""), "standfirst": given.get("standfirst", "")},
            "html": html,
        }
        return render(request, "admin/blog/post/preview.html", context)


def _is_editor(request: HttpRequest) -> bool:
    return request.user.has_perm("blog.delete_post")


class PictureForm(forms.ModelForm):
    upload = forms.FileField(label=_("file"), help_text=pictures.help_text)

    class Meta:
        model = Picture
        fields = ["alt", "caption"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            words = {name: cleaned[name] for name in ("alt", "caption")}
            # The same file again is the picture that is already here, with the newer words.
            self.instance = pictures.store_picture(cleaned["upload"], **words)
            cleaned |= {name: words[name] or getattr(self.instance, name) for name in words}
        return cleaned


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin):
    list_display = ["thumbnail", "alt", "caption", "size", "created_at"]
    list_display_links = ["thumbnail", "alt"]
    list_per_page = 50
    search_fields = ["alt", "caption", "file"]
    readonly_fields = ["thumbnail", "size", "markdown"]

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, **(kwargs if obj else {**kwargs, "form": PictureForm}))

    def get_fields(self, request, obj=None):
        return ["thumbnail", "alt", "caption", "size", "markdown"] if obj else ["upload", "alt", "caption"]

    @admin.display(description=_("picture"))
    def thumbnail(self, picture):
        return format_html('<img src="{}" alt="" width="120" loading="lazy">', picture.thumbnail_url)

    @admin.display(description=_("size"), ordering="width")
    def size(self, picture):
        return f"{picture.width} × {picture.height}"

    @admin.display(description=_("for a post’s text"))
    def markdown(self, picture):
        line = "![{}]({})".format(picture.alt.replace("]", r"\]"), picture.url)
        return format_html('<input type="text" class="vTextField" value="{}" readonly>', line)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Category)
class CategoryAdmin(TagAdmin):
    list_display = ["name", "slug", "parent"]
    list_select_related = ["parent"]
    autocomplete_fields = ["parent"]


@admin.register(Blog)
class BlogAdmin(admin.ModelAdmin):
    """One row, made by the first page that asks for it."""

    list_display = ["title", "tagline"]

    def get_queryset(self, request):
        Blog.current()
        return super().get_queryset(request)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
