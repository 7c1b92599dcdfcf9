"""How the web application is set up: everything that differs from place to place comes from the environment."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from buyfair.intake.home import home
from buyfair.web.secret import secret
from buyfair.web.subjects import subjects

DEMO = os.environ.get("BUYFAIR_DEMO", "") == "1"
"""A demonstration: made-up accounts open by password alone, every page says so; it has a folder of its own."""
HOME = home(os.environ) / "demo" if DEMO else home(os.environ)
"""The data folder: database, documents, snapshots, key."""
DEBUG = False
SECRET_KEY = secret(os.environ, HOME)
ALLOWED_HOSTS = [h for h in os.environ.get("BUYFAIR_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("BUYFAIR_ORIGINS", "").split(",") if o]
HTTPS = any(o.startswith("https://") for o in CSRF_TRUSTED_ORIGINS)
PROXIES = int(os.environ.get("BUYFAIR_PROXIES", "0"))
"""How many proxies of ours stand in front; only what they wrote about where a request came from is believed."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_tasks",
    "django_tasks_db",
    *subjects(),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "buyfair.web.core.clock.InZone",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "buyfair.web.core.carried.PagesPacked",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "buyfair.web.api.bearer.Bearer",
    "buyfair.web.core.bodies.Capped",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "buyfair.web.core.accounts.sessions.Limits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "buyfair.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "buyfair.web.core.context.page",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{HOME / 'buyfair.sqlite3'}", conn_max_age=600, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    # A file, as it is in use: what is kept in memory locks otherwise.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
"""Work behind the pages is queued in the database, and worked off by `manage.py work`."""
AWARD_FILE_LARGEST = int(os.environ.get("BUYFAIR_UPLOAD_GB", "20")) * 1_000_000_000
"""Bytes of one award file."""
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
"""Files of one form that are read at all, so that a page can say of each beyond its own bound why it was not taken."""
JOB_MEMORY = int(os.environ.get("BUYFAIR_JOB_GB", "8")) << 30
"""Bytes that a process may take for itself which reads award files."""
INBOX = Path(os.environ["BUYFAIR_INBOX"]) if os.environ.get("BUYFAIR_INBOX") else None
"""A folder whose award files may be chosen on the page, where the operator allows one."""
API_TOKEN_MINUTE = int(os.environ.get("BUYFAIR_API_TOKEN_MINUTE", "600"))
API_ADDRESS_MINUTE = int(os.environ.get("BUYFAIR_API_ADDRESS_MINUTE", "1200"))
"""Requests of one token, and of one address without a token, that the API answers in a minute."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "core.User"
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_RESET_TIMEOUT = 3600
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
OIDC = {
    "issuer": os.environ["BUYFAIR_OIDC_ISSUER"],
    "client": os.environ.get("BUYFAIR_OIDC_CLIENT", ""),
    "secret": os.environ.get("BUYFAIR_OIDC_SECRET", ""),
    "name": os.environ.get("BUYFAIR_OIDC_NAME", "your agency"),
} if os.environ.get("BUYFAIR_OIDC_ISSUER") else None  # fmt: skip
"""An agency's own log-in (OpenID Connect), where there is one."""

LANGUAGE_CODE = "en-us"
ZONE = os.environ.get("BUYFAIR_ZONE", "America/New_York")
"""The zone whose days count and whose clocks are shown. TIME_ZONE would set that of the whole process, engines included."""
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "buyfair.web.core.carried.NamedByContent"},
}
SITE_PACKAGE = Path(__file__).resolve().parent

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "buyfair.web.core.refusals.forged"
CSRF_COOKIE_HTTPONLY = SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and PROXIES else None
SESSION_IDLE = timedelta(minutes=int(os.environ.get("BUYFAIR_IDLE_MINUTES", "30")))
SESSION_LONGEST = timedelta(hours=int(os.environ.get("BUYFAIR_SESSION_HOURS", "12")))
SESSIONS_AT_ONCE = int(os.environ.get("BUYFAIR_SESSIONS", "5"))
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
EMAIL_BACKEND = os.environ.get("BUYFAIR_EMAIL", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = os.environ.get("BUYFAIR_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("BUYFAIR_EMAIL_PORT", "25"))
EMAIL_TIMEOUT = int(os.environ.get("BUYFAIR_EMAIL_TIMEOUT", "20"))
EMAIL_HOST_USER = os.environ.get("BUYFAIR_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("BUYFAIR_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("BUYFAIR_EMAIL_TLS", "") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("BUYFAIR_EMAIL_FROM", "buyfair@localhost")
