"""A whole installation goes into one file and comes out of it on another machine, or not at all."""

import json
import os
import re
import subprocess
import sys
import tarfile
import threading
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import HUONG, make_desk, make_dossier, take_in
from phuong.delivery.backup import rows
from phuong.delivery.backup.reading import MANIFEST, SEAL, check
from phuong.delivery.backup.saving import save
from phuong.kernel.audit import jobs, keys
from phuong.kernel.audit.models import Seal
from phuong.kernel.documents.store import store
from phuong.kernel.errors import RuleBroken
from tests.support import databases
from tests.support.builders import FRIDAY, MONDAY, TUESDAY, load_law_values
from tools.shape import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.long]
WORDS = 'Nguyễn Thị \t\\N \N{PILE OF POO} "Hường"\n\'--'


@pytest.fixture
def desk(committed_db):
    load_law_values()
    desk = make_desk()
    for state in (State.SENT, State.SUPPLEMENT, State.READY, State.RETURNED, State.STOPPED):
        make_dossier(desk, state)
    take_in(desk, FRIDAY, type(HUONG)(name=WORDS, phone=HUONG.phone))
    keys.ensure_all(MONDAY)
    incoming = store().incoming()
    incoming.write(b"a paper" * 1000)
    store().settle(incoming)
    return desk


@pytest.fixture
def saved(desk, tmp_path):
    file = tmp_path / "phuong.tar"
    assert save(file, FRIDAY) > 100
    return file


class Machine:
    """An empty machine: a folder and a database, reached by commands alone."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        folder.mkdir()

    def run(self, *words: object) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "DATABASE_URL": self.url, "PHUONG_DATA": str(self.folder)}
        return subprocess.run(
            [sys.executable, "-m", "phuong", *map(str, words)],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip


@pytest.fixture
def machine(tmp_path):
    """Return a new empty machine, on SQLite."""
    return Machine(tmp_path / "new", f"sqlite:///{tmp_path}/new/phuong.sqlite3")


@pytest.fixture
def another(tmp_path):
    """Return one more, on the database of this run."""
    if connection.vendor == "sqlite":
        yield Machine(tmp_path / "other", f"sqlite:///{tmp_path}/other/phuong.sqlite3")
        return
    databases._maintain('CREATE DATABASE "phuong_restored"')
    url = re.sub(r"/[^/?]*(\?|$)", r"/phuong_restored\1", os.environ["DATABASE_URL"], count=1)
    assert "phuong_restored" in url
    yield Machine(tmp_path / "other", url)
    databases._drop("phuong_restored")


def test_it_comes_out_as_it_went_in_on_either_database(saved, machine, another, tmp_path):
    done = machine.run("restore", saved)
    assert done.returncode == 0, done.stderr
    assert "Lịch sử và niêm phong khớp" in done.stdout
    assert machine.run("backup", tmp_path / "second.tar").returncode == 0
    done = another.run("restore", tmp_path / "second.tar")
    assert done.returncode == 0, done.stderr
    assert another.run("backup", tmp_path / "third.tar").returncode == 0
    first, second, third = (check(tmp_path / f"{n}.tar") for n in ("phuong", "second", "third"))
    assert first.rows > 100
    assert any(name.startswith("files/") for name in first.members)
    assert any(name.startswith("data/keys/") for name in first.members)
    assert "data/secret-key" in first.members
    assert first.members == second.members == third.members
    assert another.run("verify").returncode == 0


def test_a_day_that_is_sealed_while_it_is_written_is_in_the_next_one(desk, machine, tmp_path):
    def seal(name, _number):
        if name == "audit_seal":
            jobs.seal(desk.ward.pk, TUESDAY.date(), FRIDAY)

    jobs.seal(desk.ward.pk, MONDAY.date(), TUESDAY)
    save(tmp_path / "phuong.tar", FRIDAY, seal)
    assert Seal.objects.of(desk.ward).filter(day=TUESDAY.date()).exists()
    done = machine.run("restore", tmp_path / "phuong.tar")
    assert done.returncode == 0, done.stderr
    assert "Lịch sử và niêm phong khớp" in done.stdout


def test_people_go_on_while_it_is_written_and_it_holds_nothing_half(desk, machine, tmp_path):
    stop, taken = threading.Event(), []

    def work():
        try:
            while not stop.is_set():
                taken.append(take_in(desk, MONDAY))
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        while not taken:
            pass
        before = len(taken)
        save(tmp_path / "phuong.tar", FRIDAY)
        after = len(taken)
    finally:
        stop.set()
        worker.join()
    assert after > before  # nobody was held up
    done = machine.run("restore", tmp_path / "phuong.tar")
    assert done.returncode == 0, done.stderr
    code = (
        "from phuong.areas.dossiers.models import Dossier, Paper; from phuong.kernel.workflow.api"
    )
    code += " import WorkItem; d=Dossier.objects.country_wide(); print(d.count(), sum(not"
    code += " one.papers.exists() for one in d.filter(state='received')))"
    number, bare = map(int, machine.run("shell", "-v0", "-c", code).stdout.split())
    assert before + 6 <= number <= after + 7
    assert bare == 0


def test_one_changed_byte_is_refused_before_anything_is_written(saved, machine):
    whole = saved.read_bytes()
    # The padding between members holds nothing: a byte that does is near everywhere.
    full = [place for place, byte in enumerate(whole) if byte]
    for share in range(0, 100, 4):
        changed, at = bytearray(whole), full[len(full) * share // 100]
        changed[at] ^= 1
        saved.write_bytes(changed)
        with pytest.raises(RuleBroken, match="hỏng"):
            check(saved)
    done = machine.run("restore", saved)
    assert done.returncode == 1
    assert "hỏng" in done.stderr
    assert not tables_of(machine)


def tables_of(machine):
    done = machine.run("shell", "-v0", "-c", TABLES)
    return done.stdout.strip()


TABLES = "from django.db import connection; print(*connection.introspection.table_names())"


@pytest.mark.parametrize("cut", ["", "half", "words"])
def test_what_is_no_backup_is_refused(saved, cut):
    whole = saved.read_bytes()
    saved.write_bytes({"": b"", "half": whole[: len(whole) // 2], "words": b"xin chao" * 999}[cut])
    with pytest.raises(RuleBroken, match="hỏng"):
        check(saved)


def test_a_machine_that_holds_something_is_left_alone(saved, machine):
    assert machine.run("restore", saved).returncode == 0
    done = machine.run("restore", saved)
    assert done.returncode == 1
    assert "trống" in done.stderr


def test_a_name_that_is_taken_is_refused_and_the_file_stays(desk, tmp_path):
    file = tmp_path / "phuong.tar"
    file.write_text("mine")
    with pytest.raises(CommandError, match="Chọn tên khác") as refused:
        call_command("backup", file)
    assert refused.value.returncode == 2
    assert file.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_is_not_there_is_a_sentence(desk, tmp_path):
    with pytest.raises(CommandError, match="Không ghi được"):
        call_command("backup", tmp_path / "none" / "phuong.tar")


def test_only_its_owner_may_read_it(saved):
    assert saved.stat().st_mode & 0o777 == 0o600


def test_what_a_newer_release_wrote_is_refused(saved, machine):
    rewrite(saved, lambda told: told["migrations"].append("dossiers.9999_fly"))
    done = machine.run("restore", saved)
    assert done.returncode == 1
    assert "dossiers.9999_fly" in done.stderr


@pytest.mark.parametrize("with_some_tables", [False, True])
def test_what_an_older_release_wrote_is_brought_up_to_date(saved, machine, with_some_tables):
    if with_some_tables:
        assert machine.run("migrate", "notices").returncode == 0
    left_out = "notices.0002", "notices_"
    older = rewrite(saved, lambda told: forget(told, *left_out))
    assert not any(name.startswith("notices.0002") for name in older["migrations"])
    done = machine.run("restore", saved)
    assert done.returncode == 0, done.stderr
    assert machine.run("migrate", "--check").returncode == 0
    assert machine.run("doctor").returncode in (0, 1)
    assert "notices_notice" in tables_of(machine).split()


def forget(told, migration, table):
    """Take a release back: its migrations with all that came later, and the tables it made."""
    app = migration.partition(".")[0]
    kept = [one for one in told["migrations"] if not one.startswith(f"{app}.") or one < migration]
    told["migrations"][:] = kept
    for name in [name for name in told["members"] if name.startswith(f"rows/{table}")]:
        del told["members"][name]


@pytest.mark.parametrize("name", ["data/../../away", "/etc/away", "data//etc/away", "away"])
def test_a_name_that_leads_elsewhere_is_refused(saved, name):
    def lead_away(told):
        told["members"][name] = told["members"].pop("data/secret-key")

    rewrite(saved, lead_away, {"data/secret-key": name})
    with pytest.raises(RuleBroken, match="hỏng"):
        check(saved)


def rewrite(file, change, names=()):
    """Write a backup again with another manifest; members that it no longer names are left out."""
    with tarfile.open(file) as tar:
        members = [(info, tar.extractfile(info).read()) for info in tar]
    told = json.loads({info.name: content for info, content in members}[MANIFEST])
    change(told)
    with tarfile.open(file, "w", format=tarfile.PAX_FORMAT) as tar:
        for info, content in members:
            info.name = dict(names).get(info.name, info.name) if names else info.name
            if info.name in told["members"]:
                tar.addfile(info, BytesIO(content))
        text = json.dumps(told).encode()
        for name, content in ((MANIFEST, text), (SEAL, sha256(text).hexdigest().encode())):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, BytesIO(content))
    return told


def test_every_column_of_every_table_can_be_written_down():
    names = [table.name for table, key in rows.tables() if key]
    assert {"wards_ward", "audit_event", "dossiers_dossier"} <= set(names)
    assert len(names) == len(set(names))


def test_the_page_s_recipe_checks_it_with_nothing_of_ours(saved, tmp_path):
    page = (ROOT / "docs" / "how-to" / "back-up-and-restore.md").read_text("utf-8")
    recipe = page.rpartition("```sh\n")[2].partition("```")[0]
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", recipe],  # noqa: S607
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = done.stdout.splitlines()
    assert len(told) == len(check(saved).members)
    assert all(line.endswith(": OK") for line in told)
