"""Rows and their contents: never a row without its file, one statement for several."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import IntegrityError, connection, transaction

from phuong.kernel.documents import attaching, jobs, reading
from phuong.kernel.documents.attaching import Paper, attach, attach_all
from phuong.kernel.documents.models import Attachment
from phuong.kernel.documents.receiving import keep, receive
from phuong.kernel.documents.store import ContentStore
from phuong.kernel.documents.tests import made
from phuong.kernel.documents.tests.conftest import NOW, make_occasion, make_subject, make_ward
from phuong.kernel.errors import NotVisible, RuleBroken, WrongState
from phuong.kernel.wards.fields import OtherWard

PDF = "application/pdf"


def kept(text: str, name: str = "đơn.pdf") -> Any:
    return keep([text.encode()], name=name, media_type=PDF)


def make_old(contents: ContentStore, sha256: str, days: float = 2) -> None:
    then = time.time() - days * 86400
    os.utime(contents.content_path(sha256), (then, then))


@pytest.mark.django_db
def test_three_papers_of_a_new_subject_are_one_statement(contents, django_assert_statements):
    occasion = make_occasion(make_ward())
    subject = make_subject(occasion)
    papers = [Paper(kept(text), "giay-khai") for text in ("a", "b", "c")]
    with django_assert_statements(1, exact=True):
        rows = attach_all(occasion, subject, papers, is_new=True)
    assert reading.of_subject(occasion.ward_id, subject.id) == rows
    assert [(row.purpose, row.size, row.added_at) for row in rows] == [("giay-khai", 1, NOW)] * 3


@pytest.mark.django_db
def test_the_same_content_for_the_same_purpose_is_attached_once(contents):
    occasion = make_occasion(make_ward())
    subject = make_subject(occasion)
    first = attach(occasion, subject, kept("a"), "don")
    rows = attach_all(
        occasion,
        subject,
        [Paper(kept("a"), "don"), Paper(kept("a"), "don"), Paper(kept("a"), "anh")],
    )
    assert [row.id for row in rows[:2]] == [first.id, first.id]
    assert Attachment.objects.of(occasion.ward_id).count() == 2


@pytest.mark.django_db
def test_a_row_is_refused_when_its_content_is_gone(contents):
    occasion = make_occasion(make_ward())
    subject = make_subject(occasion)
    stored = kept("a")
    contents.content_path(stored.sha256).unlink()
    with pytest.raises(RuleBroken) as refusal:
        attach(occasion, subject, stored, "don")
    assert refusal.value.code == "documents.gone"
    assert not Attachment.objects.of(occasion.ward_id).exists()


@pytest.mark.django_db
def test_a_name_is_shown_as_typed_and_never_a_path(contents):
    occasion = make_occasion(make_ward())
    subject = make_subject(occasion)
    row = attach(occasion, subject, kept("a"), "don", "../../etc/Đơn xin\u202e xác nhận.pdf")
    assert row.name == "Đơn xin xác nhận.pdf"
    with reading.open_attachment(row) as file:
        assert file.read() == b"a"


@pytest.mark.django_db
def test_a_withdrawn_attachment_is_not_shown_and_its_slot_is_free(contents):
    occasion = make_occasion(make_ward())
    subject = make_subject(occasion)
    row = attach(occasion, subject, kept("a"), "don")
    attaching.withdraw(row, NOW)
    with pytest.raises(NotVisible):
        reading.open_attachment(row)
    with pytest.raises(NotVisible):
        reading.get(occasion.ward_id, subject.id, row.id)
    with pytest.raises(WrongState):
        attaching.withdraw(row, NOW)
    again = attach(occasion, subject, kept("a"), "don")
    assert reading.of_subject(occasion.ward_id, subject.id) == [again]


@pytest.mark.django_db
def test_another_wards_attachment_is_not_there(contents):
    ours, theirs = make_occasion(make_ward("XK")), make_occasion(make_ward("NK"))
    subject = make_subject(ours)
    row = attach(ours, subject, kept("a"), "don")
    foreign = make_subject(theirs, "NK-261123-0001")
    with pytest.raises(NotVisible):
        reading.get(theirs.ward_id, row.subject_id, row.id)
    with pytest.raises(OtherWard):
        Attachment(ward_id=ours.ward_id, subject=foreign)
    row.subject_id = foreign.id
    row.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.check_constraints()
    row.subject_id = subject.id
    row.save()


@pytest.mark.django_db
def test_the_digest_says_nothing_without_its_salt(contents):
    occasion = make_occasion(make_ward())
    row = attach(occasion, make_subject(occasion), kept("a"), "don")
    digest = row.digest
    assert attaching.digest_of([row]) == attaching.digest_of([row])
    row.salt = ""
    assert row.digest != digest


@pytest.mark.django_db
def test_the_sweep_takes_old_orphans_and_nothing_else(contents):
    occasion = make_occasion(make_ward())
    held = attach(occasion, make_subject(occasion), kept("giữ"), "don")
    withdrawn = attach(occasion, make_subject(occasion, "B"), kept("rút"), "don")
    attaching.withdraw(withdrawn, NOW)
    young, old = kept("mới"), kept("cũ")
    for sha256 in (held.sha256, withdrawn.sha256, old.sha256):
        make_old(contents, sha256)
    contents.put_small(old.sha256, b"x")

    assert jobs.sweep() == jobs.Swept(contents=1, unfinished=0)

    assert sorted(contents.addresses()) == sorted([held.sha256, withdrawn.sha256, young.sha256])
    assert not contents.small_path(old.sha256).exists()
    assert jobs.sweep().contents == 0


@pytest.mark.django_db
def test_a_content_of_any_ward_or_other_holder_stays(contents, monkeypatch):
    make_ward("XK")
    theirs = make_occasion(make_ward("NK"))
    row = attach(theirs, make_subject(theirs), kept("của họ"), "don")
    report = kept("biểu mẫu")
    monkeypatch.setattr(jobs, "_holders", [lambda hashes: {report.sha256} & set(hashes)])
    make_old(contents, row.sha256)
    make_old(contents, report.sha256)
    assert jobs.sweep().contents == 0


@pytest.mark.django_db
def test_a_sweep_gives_back_what_an_act_touches_meanwhile(contents):
    stored = kept("a")
    make_old(contents, stored.sha256)
    before = time.time() - 86400

    def act_meanwhile(sha256: str) -> bool:
        assert not contents.has(sha256)
        assert contents.touch(sha256)  # What `attach` does, before its row is committed.
        return False

    assert contents.remove(stored.sha256, before, act_meanwhile) is False
    assert contents.has(stored.sha256)


def test_a_content_that_was_touched_since_the_sweep_looked_is_not_removed(contents):
    stored = kept("a")
    assert contents.remove(stored.sha256, time.time() - 86400, lambda sha256: False) is False
    assert contents.has(stored.sha256)


@pytest.mark.django_db
def test_a_content_received_again_while_it_is_swept_stays(contents):
    stored = kept("a")
    make_old(contents, stored.sha256)

    def received_again(sha256: str) -> bool:
        assert not contents.has(sha256)
        assert kept("a") == stored
        return False

    contents.remove(stored.sha256, time.time() - 86400, received_again)
    assert contents.has(stored.sha256)
    assert jobs.sweep().contents == 0


@pytest.mark.django_db
def test_a_sweep_that_was_broken_off_is_finished_by_the_next(contents):
    occasion = make_occasion(make_ward())
    row = attach(occasion, make_subject(occasion), kept("giữ"), "don")
    orphan = kept("bỏ")

    def power_fails(sha256: str) -> bool:
        raise KeyboardInterrupt

    for sha256 in (row.sha256, orphan.sha256):
        make_old(contents, sha256)
        with pytest.raises(KeyboardInterrupt):
            contents.remove(sha256, time.time(), power_fails)
    assert list(contents.addresses()) == []
    assert jobs.sweep().contents == 1
    assert list(contents.addresses()) == [row.sha256]


@pytest.mark.django_db
def test_what_was_begun_and_never_finished_is_cleared_after_a_day(contents):
    begun = contents.incoming()
    begun.write(b"nua chung")
    begun.file.close()
    assert jobs.sweep().unfinished == 0
    then = time.time() - 2 * 86400
    os.utime(begun.path, (then, then))
    assert jobs.sweep().unfinished == 1


def test_a_sweep_of_minutes_is_refused():
    with pytest.raises(ValueError, match="under way"):
        jobs.sweep(timedelta(minutes=10))


def test_the_same_content_received_twice_lies_once(contents, upload):
    first = receive(upload(made.picture(), "một.jpg"))
    make_old(contents, first.sha256)
    second = receive(upload(contents.content_path(first.sha256).read_bytes(), "hai.jpg"))
    assert second.sha256 == first.sha256
    assert list(contents.addresses()) == [first.sha256]
    assert contents.content_path(first.sha256).stat().st_mtime > time.time() - 60


def url_of_the_copy() -> str:
    """The address of the database that this test stands on, for another process."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


CRASH = """
import os, signal, sys
import django
django.setup()
from django.db import transaction
from phuong.kernel.documents.receiving import keep
from phuong.kernel.documents.attaching import attach
from phuong.kernel.documents.tests.conftest import make_occasion, make_subject, make_ward
with transaction.atomic():
    occasion = make_occasion(make_ward())
    subject = make_subject(occasion)
    attach(occasion, subject, keep([b"a"], name="a.pdf", media_type="application/pdf"), "don")
    print("here", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
def test_a_kill_between_file_and_commit_leaves_an_orphan_file_only(committed_db, contents):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "phuong.settings",
        "DATABASE_URL": url_of_the_copy(),
        "PHUONG_DATA": str(Path(contents.location).parent),
    }
    done = subprocess.run(
        [sys.executable, "-c", CRASH], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (-9, "here\n"), done.stderr
    assert not Attachment.objects.country_wide().exists()
    assert len(list(contents.addresses())) == 1
