"""A database of the first ward that lived, brought up to date: all of it agrees and opens.

`tests/data/first.tar.xz` was written by commit bf59aab, the earliest whose migrations nobody has
rewritten since and whose demo ward could be made: forty dossiers, with their files.
"""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

FIRST = Path(__file__).parent / "data" / "first.tar.xz"
OPEN = """
import django
from django.conf import settings
plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STORAGES["staticfiles"] = {"BACKEND": plain}
django.setup()
from django.test import Client
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import AT_HOME
from phuong.kernel.people.models import Account
from phuong.kernel.wards.models import Ward
ward = Ward.objects.get()
client = Client(headers={"host": "localhost"})
client.force_login(Account.objects.get(login="tiepnhan"))
for one in Dossier.objects.of(ward).exclude(state__in=AT_HOME):
    print(one.code, client.get(f"/can-bo/ho-so/{one.code}/").status_code)
"""


@pytest.fixture
def run(tmp_path):
    with tarfile.open(FIRST) as packed:
        for one in (each for each in packed if each.isfile()):
            place = tmp_path / one.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(packed.extractfile(one).read())
    surroundings = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/first.sqlite3",
        "PHUONG_DATA": str(tmp_path),
        "PHUONG_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "phuong.settings",
    }

    def python(*given):
        return subprocess.run(
            [sys.executable, *given],
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return python


def test_the_first_database_is_brought_up_to_date_whole(run):
    for command in (
        "migrate",
        "load-law",
        "load-procedures",
        "jobs --once",
        "verify",
        "doctor --deep",
    ):
        done = run("-m", "phuong", *command.split())
        assert done.returncode == 0, done.stdout + done.stderr
    opened = run("-c", OPEN)
    assert opened.returncode == 0, opened.stderr
    answers = [line.split() for line in opened.stdout.splitlines()]
    assert len(answers) > 30
    assert [code for code, status in answers if status != "200"] == []
