from django.contrib import admin


class ForModerators(admin.ModelAdmin):
    """What the product wrote down: moderators read it, nobody changes it here."""

    def has_view_permission(self, request, obj=None) -> bool:
        return request.user.has_perm("comments.moderate_comment")

    def has_module_permission(self, request) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        """Nobody takes a row away; it goes with what it is about, for whoever may delete that."""
        match = request.resolver_match
        own_pages = f"{self.opts.app_label}_{self.opts.model_name}_"
        return obj is not None and match is not None and not match.url_name.startswith(own_pages)
