"""Django's settings. What differs between installations comes from `environment`."""

import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from recert.web.environment import BadEnvironment, read_environment

ROOT = Path(__file__).resolve().parents[2]
WEB = Path(__file__).resolve().parent

try:
    ENVIRONMENT = read_environment(os.environ, ROOT)
except BadEnvironment as error:
    raise ImproperlyConfigured(str(error)) from None

IN_PRODUCTION = ENVIRONMENT.is_production
if not IN_PRODUCTION:
    with suppress(OSError):  # who works without files, or with others, needs none here
        (ROOT / "var").mkdir(exist_ok=True)

# ------------------------------------------------------------------ our own

SANDBOX = ENVIRONMENT.sandbox  # demo people and play money are allowed
RECERT_NOW = ENVIRONMENT.now  # a stopped clock, in a sandbox only
SITE_URL = ENVIRONMENT.site_url
VAULT = ENVIRONMENT.vault  # uploaded proof; private, never under a static address
RULEBOOKS = ENVIRONMENT.rulebooks  # the editions that ship
STAFF_SECOND_FACTOR = ENVIRONMENT.staff_second_factor  # a body may demand it by itself, too
STRIPE_ACCOUNTS = ENVIRONMENT.stripe  # the bodies that take cards
STRIPE_PROVIDER_ACCOUNTS = ENVIRONMENT.stripe_of_providers  # and the providers
REQUEST_LIMIT = 25 * 1024 * 1024  # one form, files and all; `lib.intake` limits each

# ------------------------------------------------------------------ Django

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
ROOT_URLCONF = "recert.web.urls"
WSGI_APPLICATION = "recert.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's own pages use it
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "recert.journal",
    "recert.notices",
    "recert.people",
    "recert.rulebooks",
    "recert.catalogue",
    "recert.credentials",
    "recert.enquiries",
    "recert.statements",
    "recert.transcript",
    "recert.standing",
    "recert.payments",
    "recert.enrolments",
    "recert.renewals",
    "recert.verification",
    "recert.completions",
    "recert.audits",
    "recert.appeals",
    "recert.register",
    "recert.reporting",
    "recert.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "recert.web.middleware.CarefulHeaders",
    "recert.web.middleware.SpokenVersion",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "recert.web.middleware.RequestLimit",
    "recert.web.middleware.PlainLetters",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],  # before the apps', so that ours replace allauth's
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
            "builtins": [  # components are at hand in every template
                "recert.web.components.clauses",
                "recert.web.components.clock_band",
                "recert.web.components.drawings",
                "recert.web.components.frame",
                "recert.web.components.plotting",
                "recert.web.components.tags",
                "recert.web.components.words",
            ],
        },
    }
]

FORM_RENDERER = "recert.web.components.widgets.QuickWidgets"

# ------------------------------------------------------------------ database

_SQLITE_OPTIONS = {
    # Writers take the lock when they begin, so none fails half-way; readers never wait. They
    # stand in a line for it: see `recert.web.turns`.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}

_ENGINES = {"sqlite3": "recert.web.sqlite3", "postgresql": "django.db.backends.postgresql"}

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": _ENGINES[ENVIRONMENT.database.engine],
        "NAME": ENVIRONMENT.database.name,
        "USER": ENVIRONMENT.database.user,
        "PASSWORD": ENVIRONMENT.database.password,
        "HOST": ENVIRONMENT.database.host,
        "PORT": ENVIRONMENT.database.port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": (
            _SQLITE_OPTIONS
            if ENVIRONMENT.database.engine == "sqlite3"
            else dict(ENVIRONMENT.database.options)
        ),
    }
}

# Rate limits must hold across processes: several in production, one in development.
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
        }
        if IN_PRODUCTION
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# ------------------------------------------------------------------ signing in

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
     "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]  # fmt: skip
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"  # staff of one body go to its desk instead: see the adapter

ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxies
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "recert.web.accounts.SignupForm"
ACCOUNT_ADAPTER = "recert.web.accounts.AccountAdapter"
ACCOUNT_FORMS = {"reset_password": "recert.web.passwords.ResetForm"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password is told to its owner
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_CHANGE_EMAIL = True  # the new address replaces the old one once verified
ACCOUNT_CONFIRM_EMAIL_ON_GET = False  # mail scanners open links
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IN_PRODUCTION else "http"
ACCOUNT_SESSION_REMEMBER = None  # the person chooses

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "recert.web.keys.AddKeyForm"}
MFA_TOTP_ISSUER = "recert"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IN_PRODUCTION  # http://localhost

SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())

# ------------------------------------------------------------------ letters

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if ENVIRONMENT.mail.host
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = ENVIRONMENT.mail.host
EMAIL_PORT = ENVIRONMENT.mail.port
EMAIL_HOST_USER = ENVIRONMENT.mail.user
EMAIL_HOST_PASSWORD = ENVIRONMENT.mail.password
EMAIL_USE_TLS = ENVIRONMENT.mail.starttls
EMAIL_USE_SSL = ENVIRONMENT.mail.tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
SERVER_EMAIL = ENVIRONMENT.mail_from
BOUNCES_TO = ENVIRONMENT.bounces_to  # the return path of every letter: bounces+ID@example.org
BOUNCES_URL = ENVIRONMENT.bounces_url  # the mailbox those arrive in

# ------------------------------------------------------------------ words and days

USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # the record's; each page shows the body's and the reader's own
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [WEB / "locale"]

# ------------------------------------------------------------------ files

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.static
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAULT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if IN_PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not IN_PRODUCTION  # development needs no collectstatic
WHITENOISE_AUTOREFRESH = not IN_PRODUCTION
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# ------------------------------------------------------------------ security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = IN_PRODUCTION
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if IN_PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.proxies else None
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = IN_PRODUCTION
# The __Host- prefix makes the browser itself insist on https, our host and no other.
SESSION_COOKIE_NAME = "__Host-session" if IN_PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IN_PRODUCTION else "csrf"
SILENCED_SYSTEM_CHECKS = [
    # HSTS for subdomains and preloading bind hosts that are not ours to bind.
    "security.W005",
    "security.W021",
]

# ------------------------------------------------------------------ log

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "plain",
        }
    },
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Whoever scans the internet asks for hosts that are not ours; the answer is 400.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
