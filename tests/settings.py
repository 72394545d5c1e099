"""The program's own settings, on the database of this test run.

Only what would make tests slow or noisy differs, and each line says why.
"""

from tests.support import databases

RUN_FOLDER = databases.prepare()

from phuong.settings import *  # noqa: E402, F403
from phuong.settings import DATABASES, STORAGES  # noqa: E402

# A name for the test database; the pragmas, the pool and all else are the program's own.
DATABASES["default"].setdefault("TEST", {})
if databases.wanted() == databases.SQLITE:
    DATABASES["default"]["TEST"]["NAME"] = str(RUN_FOLDER / "test.sqlite3")

# Static files come from where they are written, so that no run depends on collected ones.
STATIC_ROOT = RUN_FOLDER / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Argon2 is slow on purpose; a log-in in a test is not what it protects.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# In most journeys people log in by name and password; the tests of the second step ask for it.
SECOND_FACTOR: list[str] = []
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
