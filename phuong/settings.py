"""Settings, all from the environment, each with a safe default (docs/reference/settings.md)."""

import secrets
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.utils import timezone

from phuong.keyfiles import read_or_make

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("PHUONG_DATA", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("PHUONG_DEBUG", default=False)
DEMO = env.bool("PHUONG_DEMO", default=False)
ALLOWED_HOSTS: list[str] = env.list("PHUONG_HOSTS", default=["*"])
HTTPS = env.bool("PHUONG_HTTPS", default=False)
WORKERS = env.int("PHUONG_WORKERS", default=2)
THREADS = env.int("PHUONG_THREADS", default=1)
JOBS_EVERY = env.int("PHUONG_JOBS_EVERY", default=60)
STOP_SECONDS = env.int("PHUONG_STOP_SECONDS", default=8)
PUBLIC_URL = env.str("PHUONG_PUBLIC_URL", default="")

# Where messages leave the house; without them they wait where officials see them.
MAIL_URL = env.str("PHUONG_MAIL_URL", default="")
MAIL_FROM = env.str("PHUONG_MAIL_FROM", default="")
MAIL_SECONDS = env.int("PHUONG_MAIL_SECONDS", default=20)
HOOK_URL = env.str("PHUONG_HOOK_URL", default="")
HOOK_SECRET = env.str("PHUONG_HOOK_SECRET", default="")
HOOK_CHANNELS: list[str] = env.list("PHUONG_HOOK_CHANNELS", default=["sms"])
HOOK_SECONDS = env.int("PHUONG_HOOK_SECONDS", default=10)
HOOK_PRIVATE = env.bool("PHUONG_HOOK_PRIVATE", default=False)

# With what results are signed; without it they are signed on paper.
SIGNERS = env.str("PHUONG_SIGNERS", default="")
SIGNING_TRUST = env.str("PHUONG_TRUST", default="")
TSA_URL = env.str("PHUONG_TSA_URL", default="")


def _secret_key() -> str:
    """Return the installation's key: from the environment, else from a file made on first start."""
    key: str = env.str("PHUONG_SECRET_KEY", default="")
    if key:
        return key
    return read_or_make(DATA_DIR / "secret-key", lambda: secrets.token_urlsafe(48))


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "phuong.delivery",
    "phuong.kernel.ui",
    "phuong.kernel.wards",
    "phuong.kernel.audit",
    "phuong.kernel.law",
    "phuong.kernel.people",
    "phuong.kernel.access",
    "phuong.kernel.numbering",
    "phuong.kernel.workflow",
    "phuong.kernel.links",
    "phuong.kernel.measures",
    "phuong.kernel.documents",
    "phuong.kernel.notices",
    "phuong.areas.office",
    "phuong.areas.accounts",
    "phuong.areas.procedures",
    "phuong.areas.money",
    "phuong.areas.hall",
    "phuong.areas.dossiers",
    "phuong.areas.tasks",
    "phuong.areas.statistics",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "phuong.kernel.ui.middleware.PageHeaders",
    "phuong.kernel.ui.middleware.LocalePrefix",
    "phuong.kernel.ui.middleware.NormalisedQuery",
    "phuong.kernel.ui.middleware.Refusals",
    "phuong.kernel.wards.middleware.WardMiddleware",
    "phuong.delivery.middleware.FirstRun",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "phuong.kernel.ui.middleware.CsrfWithoutReferrer",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "phuong.kernel.access.middleware.OccasionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "phuong.kernel.access.middleware.DoorMiddleware",
    "phuong.kernel.ui.kept.KeptFiles",
]

ROOT_URLCONF = "phuong.delivery.urls"
WSGI_APPLICATION = "phuong.delivery.wsgi.application"

# `i18n` and `static` stand before Django's own on purpose (kernel/ui/templatetags).
SILENCED_SYSTEM_CHECKS = ["templates.W003"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "phuong.kernel.ui.context.page",
                "phuong.delivery.context.staff",
            ],
        },
    },
]

_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    # Without it, REPLACE would take a row of history away past the triggers.
    " PRAGMA recursive_triggers=ON;"
    " PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-8000;"
)


# PostgreSQL reads and plans a statement once for a connection, not once for a page (ADR 0021);
# a pooler hands the connection to somebody else after each transaction.
_PREPARED = {"server_side_binding": True, "prepare_threshold": 5}
_POOLED = env.bool("PHUONG_DATABASE_POOLER", default=False)


def _database(chosen: dict[str, Any]) -> dict[str, Any]:
    """Return a database that was chosen, with what this program asks of its kind."""
    if str(chosen["ENGINE"]).endswith("sqlite3"):
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _SQLITE_PRAGMAS}
        return {**chosen, "CONN_MAX_AGE": None, "OPTIONS": options}
    options = chosen.get("OPTIONS", {})
    return {
        **chosen,
        "ENGINE": "phuong.kernel.wards.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": _POOLED,
        "OPTIONS": options if _POOLED else {**_PREPARED, **options},
    }


_ONE_FILE = f"sqlite:///{DATA_DIR / 'phuong.sqlite3'}"
DATABASES = {"default": _database(env.db("DATABASE_URL", default=_ONE_FILE))}
DATABASE_ROUTERS: list[str] = []
# A standby from which some pages are read; without it all are read where is written.
if env.str("PHUONG_DATABASE_READ_URL", default=""):
    DATABASES["reading"] = _database(env.db("PHUONG_DATABASE_READ_URL"))
    DATABASE_ROUTERS = ["phuong.kernel.wards.reading.Router"]
    MIDDLEWARE += ["phuong.kernel.wards.reading.Reading"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

AUTH_USER_MODEL = "people.Account"
LOGIN_URL = "access:log-in"
LOGIN_REDIRECT_URL = "/can-bo/"
SECOND_FACTOR_URL = "delivery:second-factor"
# The roles that log in with a second step alone; others may, and demo wards never must.
SECOND_FACTOR: list[str] = env.list("PHUONG_SECOND_FACTOR", default=["administrator", "leader"])
# Another house's log-in, by OpenID Connect; without an issuer there is none.
OIDC_ISSUER = env.str("PHUONG_OIDC_ISSUER", default="")
OIDC_CLIENT = env.str("PHUONG_OIDC_CLIENT", default="")
OIDC_SECRET = env.str("PHUONG_OIDC_SECRET", default="")
OIDC_CLAIM = env.str("PHUONG_OIDC_CLAIM", default="preferred_username")
OIDC_SCOPE = env.str("PHUONG_OIDC_SCOPE", default="openid profile")
OIDC_NAME = env.str("PHUONG_OIDC_NAME", default="")
OIDC_SECONDS = env.int("PHUONG_OIDC_SECONDS", default=10)
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["login"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["phuong.kernel.access.sessions.Backend"]
SESSION_ENGINE = "phuong.kernel.access.sessions"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["phuong.formats"]
FORM_RENDERER = "phuong.kernel.ui.renderer.FormRenderer"
CSRF_FAILURE_VIEW = "phuong.kernel.ui.views.csrf_failure"
USE_TZ = True
# Who says what time it is; pages of another moment are drawn by another clock.
CLOCK = timezone.now
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_THOUSAND_SEPARATOR = False

# With a slash before it: the /en/ prefix is for pages, not for files.
STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "phuong.kernel.ui.finders.VendorFinder",
]
STATIC_ROOT = Path(env.str("PHUONG_STATIC", default=str(BASE_DIR / "var" / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "phuong.delivery.storage.HashedFiles"
        )
    },
    "files": {"BACKEND": "phuong.kernel.documents.store.ContentStore"},
}
FORM_FONTS = Path(
    env.str("PHUONG_FONTS", default=str(BASE_DIR / "node_modules" / "@expo-google-fonts" / "tinos"))
)
SLIP_PAPER = env.str("PHUONG_SLIP_PAPER", default="a5")
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "phuong.kernel.documents.handlers.StoreUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# Only lines that hold no secret leave: every logger ends at one handler, and other packages say
# nothing finer than what they do, since they would say with what.
LOG_LEVEL = env.str("PHUONG_LOG", default="WARNING")
_LEVELS = {"NOTSET": "INFO", "DEBUG": "INFO"}
_THEIRS = {"handlers": [], "level": _LEVELS.get(LOG_LEVEL, LOG_LEVEL), "propagate": True}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "phuong.loglines.Line",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "phuong": {"level": LOG_LEVEL},
        # These come with handlers of their own, which write addresses as they were asked for.
        **dict.fromkeys(("django", "django.server", "_granian", "granian.access"), _THEIRS),
    },
    "root": {"handlers": ["console"], "level": _THEIRS["level"]},
}
