"""One settings file. What a deployment changes comes from the environment (see README)."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.providers import keys_from, providers
from config.release import release_of

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def required(name: str, development: str) -> str:
    """The key's value; in development a default, in production a refusal to start."""
    value = env.str(name, default="")
    if value:
        return value
    if DEBUG:
        return development
    raise ImproperlyConfigured(f"Set {name} in the environment: with DEBUG off there is no default for it.")


# --- Where we are -----------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = required("SECRET_KEY", development="development-only-key-nobody-should-serve-with")
ALLOWED_HOSTS = [
    host.strip() for host in required("ALLOWED_HOSTS", development="127.0.0.1,localhost,[::1]").split(",")
]
PORT = env.int("PORT", default=8000)
BASE_URL = env.str(
    "BASE_URL", default=f"http://127.0.0.1:{PORT}" if DEBUG else f"https://{ALLOWED_HOSTS[0]}"
).rstrip("/")
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data")))
DATA_DIR.mkdir(parents=True, exist_ok=True)  # SQLite makes its file, not the folder
# How many proxies of our own stand in front; only their forwarding headers count.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
LANGUAGES = [("en-gb", _("English")), ("de", _("German"))]
# One for the whole blog: visitors get the same bytes. Not LANGUAGE, which many systems set.
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en-gb")
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise ImproperlyConfigured(f"LANGUAGE_CODE is one of: {', '.join(dict(LANGUAGES))}.")
RELEASE = f"{LANGUAGE_CODE}-{release_of(BASE_DIR / 'templates', BASE_DIR / 'static', BASE_DIR / 'locale')}"

# --- Apps -------------------------------------------------------------------------

INSTALLED_APPS = [
    "accounts.apps.AccountsConfig",  # before allauth, so that our templates and messages win
    "blog.apps.BlogConfig",
    "comments.apps.CommentsConfig",
    "transfer.apps.TransferConfig",
    "config.apps.LeaveAReplyConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # allauth.usersessions' page loads its tags
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "accounts.providers.google",
    "accounts.providers.twitter",
    "accounts.providers.facebook",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "mptt",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "blog.visitor_pages.PrivateUnlessSaid",
    "accounts.middleware.SessionsSurviveScripts",
    "django.middleware.common.CommonMiddleware",
    "accounts.cross_site.RefuseCrossSite",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.StaffOnlyAccountPages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "comments.own.ForgetOwn",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "blog.context_processors.blog",
            ],
        },
    },
]

# --- Data -------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'blog.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that will write says so at once and waits its turn.
    # WAL: readers never wait for the writer.
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    options = {
        # Away, it is asked anew each second or two, and a reader is told after two.
        "pool": {"min_size": 1, "max_size": 8, "timeout": 2, "reconnect_timeout": 2},
        "connect_timeout": 3,
        "tcp_user_timeout": 5000,
        # Nobody holds a thread for long; and if so, the others are told rather than kept.
        "options": "-c lock_timeout=10s",
    }
    # A connection from before the database was restarted is found out before it is used.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["OPTIONS"] = options | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    # What counts sign-ins must be the same for every worker, survive a restart, and not be lost
    # with a cache: it is in the database even when there is Redis. Room for an attack from many
    # addresses, because a full cache forgets some of them.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # Pages are found under their versions, so without Redis each worker may keep its own.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
    # Single comments, a kilobyte each.
    "parts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "parts",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
for name in ("pages", "parts"):
    if DEBUG:
        # Templates change under our hands: every page is made anew.
        CACHES[name] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    elif REDIS_URL:
        CACHES[name] = {
            "BACKEND": "config.caches.PageCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": f"{name}-{RELEASE}",
        }

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.static_files.OneStylesheetStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # text; pictures are files and have their own limit
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Language and time ------------------------------------------------------------

FORMAT_MODULE_PATH = "config.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# --- People -----------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# --- Security headers -------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
# Django asks for its token middleware; RefuseCrossSite does that work without tokens.
SILENCED_SYSTEM_CHECKS = ["security.W003"]
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
HTTPS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "comments.views.posting.cross_site_refused"

# --- Mail and logs ----------------------------------------------------------------

globals().update(env.email("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="blog@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.logs.OneLine",
            "format": "{asctime}Z {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"level": "INFO"},  # without Django's own handler, which says it twice
        "psycopg.pool": {"level": "WARNING"},  # not each connection that it gives and takes
    },
}

# --- Comments ---------------------------------------------------------------------

COMMENT_RATE = env.str("COMMENT_RATE", default="10/m")
AKISMET_KEY = env.str("AKISMET_KEY", default="")  # without one nobody is asked
# How long people may change or withdraw what they said; 0: not at all.
COMMENT_EDIT_MINUTES = max(0, env.int("COMMENT_EDIT_MINUTES", default=15))

# --- Sign-in with Google, Twitter and Facebook ------------------------------------

PROVIDER_KEYS = keys_from(env)
# Development without any key: a local stand-in plays the three providers (`manage.py rundev`).
STANDIN_PORT = env.int("STANDIN_PORT", default=PORT + 1)
STANDIN_URL = f"http://localhost:{STANDIN_PORT}" if DEBUG and not PROVIDER_KEYS else ""
SOCIALACCOUNT_PROVIDERS = providers(PROVIDER_KEYS, STANDIN_URL)
# Where profile pictures may be copied from; a leading dot means any host below.
PICTURE_HOSTS = [
    *(f"lh{number}.googleusercontent.com" for number in range(3, 7)),
    "pbs.twimg.com",
    "platform-lookaside.fbsbx.com",
    ".fbcdn.net",
]
DEVELOPMENT_PICTURE_HOSTS = [f"localhost:{STANDIN_PORT}"] if STANDIN_URL else []

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"

# The blog's own people: a password, and a second factor if they want one.
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
# Not "mandatory": an owner made by `createsuperuser` has not confirmed an address yet.
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {  # beside allauth's own limits
    "social_start": "20/m/ip",
    # Mails that ask whether one wants mail: from one network, and to one address.
    "follow": "10/h/ip,30/d/ip",
    "follow_address": "3/h/key,6/d/key",
}
PASSWORD_RESET_TIMEOUT = 4 * 3600
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TRUST_ENABLED = False
MFA_WEBAUTHN_USER_VERIFICATION = "required"
USERSESSIONS_TRACK_ACTIVITY = False  # it would be a write for each request

# Readers: whoever the provider says they are. An address is never an identity.
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 3  # of three requests at most: a reader waits less than ten seconds
