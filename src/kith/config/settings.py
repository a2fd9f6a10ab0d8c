"""Every setting, in one file. What an installation may change is read from the environment; see docs/operations.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pghistory
from csp.constants import NONE, SELF

from kith.config import environment, state

PACKAGE = Path(__file__).resolve().parents[1]

# What this process is.
DEMO = environment.flag(
    "KITH_DEMO"
)  # one-click sign-in as the made-up authority's cast; never for real people
DEBUG = False  # an error page with local variables would show a child's data, so there is none, even in development
SECRET_KEY = state.secret("secret_key")
# Joins an adopted child's two records, and nothing else does: kept apart from every copy of the database.
ADOPTION_KEY = state.secret("adoption_key")
ALLOWED_HOSTS = environment.words("KITH_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("KITH_ORIGINS")
HTTPS = environment.flag(
    "KITH_HTTPS"
)  # set when a proxy in front ends TLS, as every real installation's does

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_forms_gds",
    "django_htmx",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    # Our rooms come before allauth, whose pages the furniture's templates stand in for.
    "kith.casework.furniture",
    "kith.casework.people",
    "kith.casework.access",
    "kith.casework.workforce",
    "kith.casework.timeline",
    "kith.casework.plans",
    "kith.casework.front_door",
    "kith.casework.family_help",
    "kith.casework.protection",
    "kith.casework.care",
    "kith.casework.returns",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    *(["kith.demo"] if DEMO else []),
]

MIDDLEWARE = [
    *(["kith.config.counting.CountQueriesMiddleware"] if environment.flag("KITH_COUNT_QUERIES") else []),
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kith.casework.access.middleware.SignedInWorkerMiddleware",
    "kith.casework.access.middleware.RecordTransactionMiddleware",
]

ROOT_URLCONF = "kith.config.urls"
WSGI_APPLICATION = "kith.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "kith.casework.furniture.context.page",
            ],
            "builtins": ["kith.casework.furniture.templatetags.kith"],
        },
    }
]


def _database(url: str) -> dict[str, Any]:
    """Return Django's settings of one PostgreSQL address; host may be a folder with a socket, given as ?host=."""
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    options: dict[str, Any] = {name: value for name, value in query.items() if name not in {"host", "port"}}
    # Web and worker processes take on a role that owns nothing, so that row-level security holds for them.
    role = environment.text("KITH_DATABASE_ROLE", "")
    if role:
        options["options"] = f"-c role={role}"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(query.get("port") or parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(environment.text("DATABASE_URL", "postgresql:///kith"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "furniture_cache"}
}

# History: append-only tables written by triggers; who did it travels in the transaction's own settings.
PGHISTORY_APPEND_ONLY = True
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="history", related_query_name="history")
# Triggers are built after each migration from the models themselves, never from a migration that could fall behind.
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True

# Sign-in.
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["kith.casework.access.sign_in.AccountBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "kith.casework.access.sign_in.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "kith.casework.access.sign_in.DirectoryAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = (
    "none"  # accounts are made by an administrator, whose directory knows the address
)
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Lock-out: five wrong passwords for one address in fifteen minutes, or twenty from one machine.
# The public form takes ten requests for help an hour from one address.
# The public search takes sixty searches a minute, and the directory's API three hundred questions.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/15m/ip,5/15m/key",
    "login": "60/m/ip",
    "ask_for_help": "10/h/ip",
    "find_help": "60/m/ip",
    "directory_api": "300/m/ip",
}
# How many proxies of the council's own stand in front, whose word on the caller's address is taken.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("KITH_PROXIES", 0)
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Kith"
MFA_TOTP_TOLERANCE = (
    1  # a code typed slowly, or on a phone whose clock is half a minute off, still counts (RFC 6238, 5.2)
)
MFA_ADAPTER = "kith.casework.access.sign_in.SecondFactorAdapter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SECOND_FACTOR_REQUIRED = not DEMO

if environment.text("KITH_OIDC_SERVER", ""):
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "council",
                    "name": environment.text("KITH_OIDC_NAME", "your council account"),
                    "client_id": environment.text("KITH_OIDC_CLIENT"),
                    "secret": environment.text("KITH_OIDC_SECRET"),
                    "settings": {"server_url": environment.text("KITH_OIDC_SERVER")},
                }
            ]
        }
    }

# Sessions end after an hour without a page; unsaved text is kept as a draft for the same person's return.
SESSION_COOKIE_AGE = environment.number("KITH_SESSION_MINUTES", 60) * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kith.casework.furniture.errors.form_expired"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = False  # the proxy in front redirects
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W004",  # HSTS is set with KITH_HTTPS, which only an installation behind TLS sets
    "security.W005", "security.W021",  # subdomains and preloading are the council's own to decide
    "security.W008",  # the proxy in front redirects to TLS
    "security.W012", "security.W016",  # secure cookies are set with KITH_HTTPS
]  # fmt: skip

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # the QR code of an authenticator app is drawn as a data image
        "style-src": [SELF],
        "script-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = state.state_folder() / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kith.config.static.KithStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000

# Uploaded documents live outside the web root and are served only through access.
DOCUMENT_FOLDER = state.state_folder() / "documents"
DOCUMENT_MAXIMUM_BYTES = 20 * 1024 * 1024
# Files of a statutory return, sealed, for as long as the session in which they were given.
RETURNS_FOLDER = state.state_folder() / "returns"
RETURNS_MAXIMUM_BYTES = 500 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"

# The authority whose record this is; the demo sets it to the one that it makes up.
AUTHORITY_NAME = environment.text("KITH_AUTHORITY", "Kith")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "kith.config.logs.formatter"}},
    "filters": {"no_address": {"()": "kith.config.logs.WithoutTheAddress"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json"},
        "requests": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["no_address"]},
        # A logger with no handler at all would fall back on Python's own, which prints what an exception says.
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"handlers": ["requests"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": ["requests"], "level": "WARNING", "propagate": False},
        "django.db.backends": {"handlers": ["nowhere"], "propagate": False},
        "kith": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
