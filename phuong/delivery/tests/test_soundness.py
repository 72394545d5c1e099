"""What is wrong with an installation is told in words, with its remedy."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from phuong.delivery.soundness import GIGABYTE, SQLITE, Weight, faults, faults_at_start
from phuong.kernel.audit.api import keys, open_subject
from phuong.kernel.audit.jobs import seal
from phuong.kernel.audit.triggers import ensure
from phuong.kernel.wards import finding
from tests.support.builders import load_law_values, machine, make_account, make_ward

KEY = "k" * 50


@pytest.fixture(autouse=True)
def _monday():
    """Let the machine's clock run: it is what is compared with the database's."""


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def sound(db, settings, tmp_path):
    return settle(settings, tmp_path)


def settle(settings, tmp_path):
    """Make an installation with nothing wrong, on its own folder."""
    settings.DATA_DIR = tmp_path
    settings.SECRET_KEY = KEY
    settings.ALLOWED_HOSTS = ["phuong.example"]
    settings.HTTPS, settings.PUBLIC_URL = True, "https://phuong.example"
    load_law_values()
    return tmp_path


def codes(now, **limits):
    limits = {"enough": 1, "least": 0} | limits
    return {fault.code: fault.weight for fault in faults(now, **limits)}


def only(now, **limits):
    """Return the codes found, without what the harness itself does to its throw-away server."""
    found = codes(now, **limits)
    found.pop("postgresql-durability", None)
    return found


def drop_a_guard():
    where = " ON audit_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER audit_event_no_update{where}")


def test_a_sound_installation_has_no_fault(sound, now):
    assert only(now) == {}
    assert list(faults_at_start()) == []


def test_history_without_its_guard_forbids_serving(sound, now):
    drop_a_guard()
    (fault,) = faults_at_start()
    assert (fault.code, fault.weight) == ("triggers", Weight.ERROR)
    assert "audit_event_no_update" in fault.words
    assert "phuong migrate" in fault.remedy
    with pytest.raises(CommandError, match="Thiếu khoá chống sửa lịch sử"):
        call_command("serve")
    ensure()
    assert list(faults_at_start()) == []


def test_a_search_without_its_index_is_told_and_forbids_nothing(sound, now):
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP INDEX dossiers_dossier_search"
            if connection.vendor == "postgresql"
            else "DROP TRIGGER dossiers_dossier_search_insert"
        )
    assert list(faults_at_start()) == []
    assert only(now) == {"search": Weight.WARNING}
    finding.ensure()
    assert only(now) == {}


def test_a_database_behind_the_program_forbids_serving(sound, now):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'links'")
    assert [fault.code for fault in faults_at_start()] == ["behind"]
    assert set(only(now)) == {"behind"}
    with pytest.raises(CommandError, match="phuong migrate"):
        call_command("serve")


def test_demo_accounts_in_earnest_forbid_serving(sound, now, settings):
    account = make_account("mau", is_demo=True)
    assert [fault.code for fault in faults_at_start()] == ["demo-accounts"]
    with pytest.raises(CommandError, match="tài khoản mẫu"):
        call_command("serve")
    settings.DEMO = True
    assert list(faults_at_start()) == []
    settings.DEMO = False
    account.is_active = False
    account.save()
    assert list(faults_at_start()) == []


def test_an_engine_that_may_forget_or_mix_up_is_told(committed_db, settings, tmp_path, now):
    settle(settings, tmp_path)
    if connection.vendor == "postgresql":
        # The harness's own server waits for no disk: it is thrown away after the run.
        assert codes(now) == {"postgresql-durability": Weight.WARNING}
        return
    for pragma in ("synchronous", "foreign_keys", "recursive_triggers"):
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {pragma} = 0")
        assert codes(now) == {f"sqlite-{pragma}": Weight.ERROR}
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {pragma} = {SQLITE[pragma]}")
    assert codes(now) == {}


def test_a_folder_that_cannot_be_written_is_told(sound, now, settings):
    settings.DATA_DIR = sound / "not" / "there"
    assert only(now) == {"data-folder": Weight.ERROR}


def test_a_disk_that_fills_up_is_told_early_and_at_last_forbids(sound, now):
    endless = 2**60
    assert only(now, enough=endless) == {"disk-space": Weight.WARNING}
    assert only(now, enough=endless, least=endless) == {"disk-space": Weight.ERROR}
    assert GIGABYTE == 2**30


def test_a_key_that_others_can_read_is_told(sound, now):
    file = Path(sound / "secret-key")
    file.write_text(KEY)
    file.chmod(0o600)
    assert only(now) == {}
    for mode in (0o640, 0o604):
        file.chmod(mode)
        assert only(now) == {"secret-key-open": Weight.ERROR}


def test_a_signing_key_that_is_lost_or_open_is_told_with_the_remedy(sound, now):
    ward = make_ward("PM")
    key = keys.present(ward.pk, now)
    assert only(now) == {}
    keys.path_of(key).chmod(0o640)
    assert only(now) == {"signing-key-open": Weight.ERROR}
    keys.path_of(key).unlink()
    (fault,) = [one for one in faults(now, enough=1, least=0) if one.code == "signing-key-lost"]
    assert "phuong rotate-key --ward PM --why lost --apply" in fault.remedy
    call_command("rotate_key", ward="PM", why="lost")
    assert only(now) == {"signing-key-lost": Weight.ERROR}
    call_command("rotate_key", ward="PM", why="lost", apply=True)
    assert only(now) == {}
    with pytest.raises(CommandError, match="tiền tố PX"):
        call_command("rotate_key", ward="PX")


def test_a_short_key_is_told(sound, now, settings):
    settings.SECRET_KEY = "short"  # noqa: S105
    assert only(now) == {"secret-key-short": Weight.ERROR}


@pytest.mark.parametrize(
    ("name", "value", "code", "weight"),
    [
        ("DEBUG", True, "debug", Weight.ERROR),
        ("HTTPS", False, "https", Weight.WARNING),
        ("ALLOWED_HOSTS", ["*"], "hosts", Weight.WARNING),
    ],
)
def test_an_open_door_is_told(sound, now, settings, name, value, code, weight):
    setattr(settings, name, value)
    assert only(now) == {code: weight}


def test_a_clock_behind_history_is_told(sound, now):
    ward = make_ward()
    late = replace(machine(ward), now=now + timedelta(minutes=6))
    open_subject(late, "task", "1", "tasks.open")
    seal(ward.pk, now.date(), now)
    assert only(now) == {"clock-behind": Weight.ERROR}
    assert only(now + timedelta(minutes=2)) == {}


def test_a_clock_unlike_the_database_s_is_told(sound, now):
    found = only(now + timedelta(hours=1))
    assert ("clock-database" in found) == (connection.vendor == "postgresql")


def test_an_installation_without_law_is_told(sound, now):
    from phuong.kernel.law.models import LegalValue

    LegalValue.objects.all().delete()
    assert only(now) == {"law": Weight.ERROR}


def test_history_that_is_not_sealed_is_told(sound, now):
    ward = make_ward()
    open_subject(replace(machine(ward), now=now), "task", "1", "tasks.open")
    assert only(now) == {"seal": Weight.WARNING}
    seal(ward.pk, now.date() - timedelta(days=3), now)
    assert only(now) == {"seal": Weight.WARNING}
    seal(ward.pk, now.date() - timedelta(days=1), now)
    assert only(now) == {}


class TestTheCommand:
    def test_it_says_that_nothing_is_wrong(self, sound, capsys):
        call_command("doctor")
        assert "Không thấy lỗi nào phải sửa." in capsys.readouterr().out

    def test_it_names_each_fault_with_its_remedy_errors_first(self, sound, settings, capsys):
        drop_a_guard()
        settings.ALLOWED_HOSTS = ["*"]
        with pytest.raises(CommandError) as left:
            call_command("doctor")
        assert left.value.returncode == 1
        assert str(left.value) == "1 điều phải sửa trước khi chạy."
        said = capsys.readouterr().out.splitlines()
        assert said[0] == (
            "PHẢI SỬA: Thiếu khoá chống sửa lịch sử: audit_event_no_update. (triggers)"
        )
        assert said[1].startswith("  → Chạy: phuong migrate")
        assert "Nên xem: Chương trình nhận mọi tên máy. (hosts)" in said


def test_a_database_that_cannot_be_opened_is_told(tmp_path):
    import subprocess
    import sys

    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/not/there.sqlite3",
        "PHUONG_DATA": str(tmp_path),
    }
    command = [sys.executable, "-m", "phuong", "doctor"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "PHẢI SỬA: Không mở được cơ sở dữ liệu" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ({"MAIL_URL": "mail.example"}, {"mail-url", "mail-sender"}),
        ({"MAIL_URL": "smtp://127.0.0.1", "MAIL_FROM": "một cửa"}, {"mail-sender"}),
        ({"MAIL_URL": "smtp://127.0.0.1:1", "MAIL_FROM": "a@b.example"}, {"mail-silent"}),
        ({"HOOK_URL": "http://hook.example"}, {"hook-url", "hook-secret"}),
        (
            {"HOOK_URL": "https://h.example", "HOOK_SECRET": KEY, "HOOK_CHANNELS": ["fax"]},
            {"hook-channels"},
        ),
        ({"HOOK_URL": "https://h.example", "HOOK_SECRET": KEY, "HOOK_CHANNELS": ["zalo"]}, set()),
    ],
)
def test_a_way_out_that_cannot_work_is_told_with_its_remedy(sound, now, settings, named, found):
    for name, value in named.items():
        setattr(settings, name, value)
    assert set(only(now)) == found


def test_an_address_too_long_for_the_code_of_a_receipt_is_told(sound, now, settings):
    keys.present(make_ward("PA").pk, now)
    settings.PUBLIC_URL = f"https://{'phuong.' * 12}example"
    assert only(now) == {"receipt-code-full": Weight.WARNING}
