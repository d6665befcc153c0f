"""What may help in development and must not be there in production."""

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

# Of a provider's settings: what it is asked for. All else would be where it is, or who says so.
ORDINARY = {"APPS", "SCOPE", "AUTH_PARAMS", "FIELDS"}


@register()
def check_sign_in(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    if settings.DEBUG:
        return []
    return [*stand_in(), *dummy(), *picture_hosts()]


def stand_in() -> list[CheckMessage]:
    moved = {
        provider: sorted(set(about) - ORDINARY)
        for provider, about in settings.SOCIALACCOUNT_PROVIDERS.items()
        if set(about) - ORDINARY
    }
    errors: list[CheckMessage] = [
        Error(
            f"With DEBUG off, sign-in with {provider} must use the provider's own addresses.",
            hint=f"Remove {', '.join(names)} from SOCIALACCOUNT_PROVIDERS.",
            id="accounts.E001",
        )
        for provider, names in moved.items()
    ]
    if settings.STANDIN_URL:
        hint = "Leave STANDIN_URL empty."
        errors.append(Error("With DEBUG off there is no stand-in.", hint=hint, id="accounts.E001"))
    return errors


def dummy() -> list[CheckMessage]:
    if not apps.is_installed("allauth.socialaccount.providers.dummy"):
        return []
    return [Error("With DEBUG off, allauth's dummy provider would let everybody in.", id="accounts.E002")]


def picture_hosts() -> list[CheckMessage]:
    if not settings.DEVELOPMENT_PICTURE_HOSTS:
        return []
    return [
        Error(
            "With DEBUG off, pictures come from the providers only.",
            hint="Leave DEVELOPMENT_PICTURE_HOSTS empty.",
            id="accounts.E003",
        )
    ]
