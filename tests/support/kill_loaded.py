"""Loaded once by the server from which workers are forked."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from phuong.areas.dossiers.tests import builders as dossiers  # noqa: E402, F401
from tests.support import lives  # noqa: E402

lives.all_lives()
