"""Settings, all from the environment. (House helper: make this real.)"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY = "development-only"
DEBUG = True
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "recert.web.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "recert.journal",
    "recert.notices",
    "recert.people",
    "recert.rulebooks",
    "recert.credentials",
    "recert.enquiries",
    "recert.transcript",
    "recert.standing",
    "recert.payments",
    "recert.renewals",
    "recert.verification",
    "recert.web",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ROOT / "var" / "recert.sqlite3"}}
AUTH_USER_MODEL = "people.Person"
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
