"""The two places where allauth asks us: for the blog's own people, who have a password, and
for readers, who are whoever their provider says they are."""

import functools
import logging
import string

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.emailkit import valid_email_or_none
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import add_query_params
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import connected, tasks
from accounts.identity import SIGNING_IN_FOR, back_from_sign_in

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """The blog's own people are made by `createsuperuser` and in the admin."""
        return False

    def is_safe_url(self, url):
        # allauth would also go to every other host that we answer to.
        return url_has_allowed_host_and_scheme(
            url, {self.request.get_host()}, require_https=self.request.is_secure()
        )

    def send_mail(self, template_prefix, email, context):
        """Later: how long an answer takes does not tell whether an address is known."""
        mail = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context})
        html = next((content for content, _type in getattr(mail, "alternatives", [])), "")
        tasks.send_mail.enqueue(mail.subject, mail.body, html, mail.from_email, mail.to)

    def _get_login_attempts_cache_key(self, request, **credentials):
        # allauth puts the Host header before it, and any port there would be a new count.
        return credentials.get("email", credentials.get("username", "")).lower()

    def authentication_failed(self, request, **credentials):
        login = credentials.get("username") or credentials.get("email") or ""
        logger.warning("Wrong password for %s from %s", login[:150], self.get_client_ip(request))


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Identity is (provider, uid). No address, verified or not, leads into an account."""

    def is_open_for_signup(self, request, sociallogin):
        return True

    def list_apps(self, request, provider=None, client_id=None):
        """From the settings alone: no query for each page, no second place to configure."""
        apps = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for found in apps.values() for app in found]

    def get_app(self, request, provider, client_id=None):
        apps = self.list_apps(request, provider, client_id)
        if not apps:
            raise Http404
        return apps[0]

    def get_requests_session(self):
        """The one door to the providers: straight there, no proxy or .netrc of the machine,
        no redirect that would take a secret elsewhere."""
        session = requests.Session()
        session.max_redirects = 0
        session.trust_env = False
        session.request = functools.partial(session.request, timeout=settings.SOCIALACCOUNT_REQUESTS_TIMEOUT)
        return session

    def authenticate_by_email(self, sociallogin):
        return None

    def populate_user(self, request, sociallogin, data):
        user = sociallogin.user
        # Never shown, says nothing, and cannot be "admin".
        user.username = f"reader-{get_random_string(12, string.ascii_lowercase + string.digits)}"
        user.display_name = data["name"]
        user.contact_email = valid_email_or_none(data["contact_email"]) or ""
        account = sociallogin.account
        known = SocialAccount.objects.filter(provider=account.provider, uid=account.uid).first()
        sociallogin.fresh = user
        sociallogin.former_name = known.extra_data.get("name") if known else None
        return user

    def pre_social_login(self, request, sociallogin):
        connected.carry(request)
        user = sociallogin.user
        if user.pk is None:
            return
        if not user.is_active:
            logger.warning("Banned user %s tried to sign in from %s", user.pk, self.ip(request))
            raise ImmediateHttpResponse(back_from_sign_in(sociallogin.state.get("next") or "/", "banned"))
        if user.is_staff:
            # A stolen account elsewhere must not open the admin.
            logger.warning("Staff user %s sent from a provider to the password", user.pk)
            login = add_query_params(reverse("account_login"), {"next": sociallogin.state.get("next") or "/"})
            raise ImmediateHttpResponse(HttpResponseRedirect(login))
        self.refresh(sociallogin)

    def refresh(self, sociallogin):
        """Take over what has changed at the provider, but not a name that was changed here."""
        user, fresh = sociallogin.user, sociallogin.fresh
        if user.display_name == sociallogin.former_name:
            user.display_name = fresh.display_name
        user.contact_email = fresh.contact_email or user.contact_email
        with transaction.atomic():
            user.save(update_fields=["display_name", "contact_email"])
            self.copy_picture(sociallogin)

    def save_user(self, request, sociallogin, form=None):
        account = sociallogin.account
        try:
            with transaction.atomic():
                sociallogin.save(request)
                self.copy_picture(sociallogin)
        except IntegrityError:
            # A double click: the other request was first, so this one only signs in.
            sociallogin.account = SocialAccount.objects.select_related("user").get(
                provider=account.provider, uid=account.uid
            )
            sociallogin.user = sociallogin.account.user
        return sociallogin.user

    def copy_picture(self, sociallogin):
        if url := sociallogin.account.extra_data["picture"]:
            tasks.copy_picture.enqueue(sociallogin.user.pk, url)

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        state = (extra_context or {}).get("state") or {}
        # The kind of the error only: its text may hold the code, the token or our secret.
        why = type(exception).__name__ if exception else error
        logger.warning("Sign-in with %s failed from %s: %s", provider.id, self.ip(request), why)
        next_url = state.get("next") or request.session.get(SIGNING_IN_FOR)
        if next_url:
            code = "denied" if error == AuthError.CANCELLED else "failed"
            raise ImmediateHttpResponse(back_from_sign_in(next_url, code))

    def ip(self, request):
        return AccountAdapter(request).get_client_ip(request)
