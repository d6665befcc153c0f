# allauth's admin is imported first, so that what it registers can be taken out again here.
import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from accounts.identity import LABELS, SLUGS
from accounts.models import User

# Keys come from the environment; the rest says who somebody is, which nobody edits by hand.
admin.site.unregister([Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken, UserSession])

# One sign-in page, with its limits and second factors, for the admin too.
admin.site.login = secure_admin_login(admin.site.login)


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ["name", "username", "signs_in_with", "is_active", "is_staff", "date_joined"]
    list_filter = ["is_staff", "is_active", "socialaccount__provider", "groups"]
    search_fields = ["display_name", "username", "first_name", "last_name", "email", "contact_email"]
    ordering = ["-date_joined"]
    readonly_fields = ["signs_in_with", "last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password", "signs_in_with"]}),
        (_("Person"), {"fields": ["display_name", "bio", "email", "contact_email"]}),
        (_("May"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("socialaccount_set")

    @admin.display(description=_("name"), ordering="display_name")
    def name(self, person):
        return person.name

    @admin.display(description=_("signs in with"))
    def signs_in_with(self, person):
        providers = [LABELS[SLUGS[account.provider]] for account in person.socialaccount_set.all()]
        return ", ".join(providers) or (_("password") if person.has_usable_password() else _("nothing"))
