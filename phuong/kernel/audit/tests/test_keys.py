"""Keys: made once however many start, kept as files, rotated, missed when they are lost."""

import stat
import threading
from datetime import timedelta

import pytest

from phuong.kernel.audit import keys, proof
from phuong.kernel.audit.jobs import seal
from phuong.kernel.audit.models import Seal, SealSignature, SigningKey
from phuong.kernel.audit.signatures import WITNESS
from phuong.kernel.errors import WrongState
from phuong.keyfiles import read_or_make
from tests.support.builders import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, make_ward

from .history import two_wards, unguarded


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def at_once(act, number=8):
    """Let threads begin together; return what each got."""
    gate, found = threading.Barrier(number), []

    def begin():
        gate.wait()
        found.append(act())

    threads = [threading.Thread(target=begin) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_of_many_that_start_at_once_one_makes_the_secret_and_all_read_it_whole(tmp_path):
    for turn in range(20):
        file = tmp_path / f"secret-{turn}"
        made = iter(range(100, 200))
        found = at_once(
            lambda file=file, made=made: read_or_make(file, lambda: f"{next(made)}" * 99)
        )
        assert len(set(found)) == 1
        assert len(found[0]) == 297
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not list(tmp_path.glob(".*"))


@pytest.mark.django_db
def test_a_key_is_made_when_it_is_first_asked_for_and_stays():
    ward = make_ward("PA")
    key = keys.present(ward.pk, MONDAY)
    assert keys.present(ward.pk, TUESDAY) == key
    assert len(key.code) == 8
    assert stat.S_IMODE(keys.path_of(key).stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.path_of(key).parent.stat().st_mode) == 0o700
    assert "PRIVATE" not in str(SigningKey.objects.of(ward).values().get())
    signature = keys.sign(key, b"text")
    assert key.signed(signature, b"text")
    assert not key.signed(signature, b"texs")
    assert keys.PublicKey.from_pem(key.pem).raw == key.raw


@pytest.mark.django_db
def test_wards_have_keys_of_their_own():
    one, other = make_ward("PA"), make_ward("PB")
    keys.ensure_all(MONDAY)
    assert keys.present(one.pk, MONDAY).raw != keys.present(other.pk, MONDAY).raw
    assert keys.find(other.pk, keys.present(one.pk, MONDAY).code) is None


def test_of_many_that_sign_first_one_makes_the_key(committed_db):
    from django.db import connection

    ward = make_ward("PA")

    def ask():
        try:
            return keys.ensure(ward.pk, MONDAY).code
        finally:
            connection.close()

    assert len(set(at_once(ask, 5))) == 1
    assert SigningKey.objects.of(ward).count() == 1
    assert len(list(keys.path_of(keys.present(ward.pk, MONDAY)).parent.glob("*.pem"))) == 1


@pytest.mark.django_db
def test_a_rotated_key_stays_listed_and_its_private_half_goes():
    ward = make_ward("PA")
    old = keys.present(ward.pk, MONDAY)
    fresh = keys.rotate(ward.pk, TUESDAY, "rotated")
    listed = keys.listed(ward.pk)
    assert [key.code for key in listed] == [fresh.code, old.code]
    assert (listed[1].valid_to, listed[1].ended_by) == (TUESDAY, "rotated")
    assert not keys.path_of(old).exists()
    assert keys.present(ward.pk, TUESDAY) == listed[0]


@pytest.mark.django_db
def test_every_seal_is_signed_and_seals_of_the_old_key_hold_after_a_rotation():
    ward, _other = two_wards()
    assert SealSignature.objects.of(ward).count() == Seal.objects.of(ward).count() == 2
    keys.rotate(ward.pk, WEDNESDAY, "rotated")
    seal(ward.pk, WEDNESDAY.date(), THURSDAY)
    assert proof.verify(ward.pk).holds
    used = set(SealSignature.objects.of(ward).values_list("key__code", flat=True))
    assert len(used) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM audit_sealsignature WHERE ward_id = {ward}", "seal-not-signed"),
        (
            "UPDATE audit_sealsignature SET signature = 'A' || signature WHERE ward_id = {ward}",
            "seal-signature-wrong",
        ),
        (
            "UPDATE audit_sealsignature SET signature = '?' WHERE ward_id = {ward}",
            "seal-signature-wrong",
        ),
        (
            "UPDATE audit_signingkey SET public = '" + "ab" * 32 + "' WHERE ward_id = {ward}",
            "seal-signature-wrong",
        ),
        (
            "UPDATE audit_signingkey SET valid_to = '2020-01-01 00:00:00' WHERE ward_id = {ward}",
            "seal-key-not-in-use",
        ),
    ],
)
def test_a_signature_taken_away_or_changed_is_found(statement, code):
    ward, other = two_wards()
    with unguarded() as cursor:
        cursor.execute(statement.format(ward=ward.pk))
    keys._listed.forget()
    broken = proof.verify(ward.pk).broken
    assert (broken.code, broken.place) == (code, "2026-11-16 (1)")
    assert proof.verify(other.pk).holds


@pytest.mark.django_db
def test_seals_that_are_rewritten_in_the_database_are_not_signed_by_the_next_job():
    ward, _other = two_wards()
    with unguarded() as cursor:
        for table in ("sealsignature", "sealleaf", "seal"):
            cursor.execute(f"DELETE FROM audit_{table} WHERE ward_id = {ward.pk}")
        cursor.execute(f"UPDATE audit_subject SET sealed_events = 0 WHERE ward_id = {ward.pk}")
    with pytest.raises(WrongState) as refused:
        seal(ward.pk, TUESDAY.date(), WEDNESDAY)
    assert refused.value.code == "audit.seal-not-as-signed"
    assert not SealSignature.objects.of(ward).exists()
    assert proof.verify(ward.pk).broken.code == "seal-not-signed"


@pytest.mark.django_db
def test_a_rotation_lets_no_rewritten_seals_be_signed():
    ward, _other = two_wards()
    keys.rotate(ward.pk, WEDNESDAY, "rotated")
    with unguarded() as cursor:
        for table in ("sealsignature", "sealleaf", "seal"):
            cursor.execute(f"DELETE FROM audit_{table} WHERE ward_id = {ward.pk}")
        cursor.execute(f"UPDATE audit_subject SET sealed_events = 0 WHERE ward_id = {ward.pk}")
    with pytest.raises(WrongState) as refused:
        seal(ward.pk, TUESDAY.date(), WEDNESDAY)
    assert refused.value.code == "audit.seal-not-as-signed"
    assert not SealSignature.objects.of(ward).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "2", "hai không"])
def test_what_was_signed_last_is_missed_where_its_file_is_spoilt(text):
    ward, _other = two_wards()
    keys.path_of(keys.present(ward.pk, MONDAY), WITNESS).write_text(text)
    broken = proof.verify(ward.pk).broken
    assert (broken.code, broken.place) == ("seal-not-as-signed", WITNESS)
    with pytest.raises(WrongState):
        seal(ward.pk, WEDNESDAY.date(), THURSDAY)


@pytest.mark.django_db
def test_signed_seals_taken_off_the_end_are_missed():
    ward, _other = two_wards()
    with unguarded() as cursor:
        of_last = f"SELECT id FROM audit_seal WHERE seq = 2 AND ward_id = {ward.pk}"
        for table in ("sealsignature", "sealleaf"):
            cursor.execute(f"DELETE FROM audit_{table} WHERE seal_id IN ({of_last})")
        cursor.execute(f"DELETE FROM audit_seal WHERE seq = 2 AND ward_id = {ward.pk}")
        cursor.execute(
            "UPDATE audit_subject SET sealed_events = (SELECT MAX(events) FROM audit_sealleaf"
            f" WHERE subject_id = audit_subject.id) WHERE ward_id = {ward.pk}"
        )
    broken = proof.verify(ward.pk).broken
    assert (broken.code, broken.place) == ("seal-not-as-signed", "2")


@pytest.mark.django_db
def test_a_seal_with_the_private_key_lost_waits_unsigned_until_the_key_is_replaced():
    ward, _other = two_wards()
    keys.path_of(keys.present(ward.pk, TUESDAY)).unlink()
    assert seal(ward.pk, WEDNESDAY.date(), THURSDAY)
    assert proof.verify(ward.pk).broken.code == "seal-not-signed"
    keys.rotate(ward.pk, FRIDAY, "lost")
    assert seal(ward.pk, WEDNESDAY.date(), FRIDAY) == []
    assert proof.verify(ward.pk).holds


@pytest.mark.django_db
def test_a_clock_set_back_makes_no_seal():
    ward, _other = two_wards()
    with pytest.raises(WrongState) as refused:
        seal(ward.pk, WEDNESDAY.date(), MONDAY)
    assert refused.value.code == "audit.clock-back"


@pytest.mark.django_db
def test_keys_that_were_kept_elsewhere_are_the_only_ones_that_count():
    ward, _other = two_wards()
    mine = keys.listed(ward.pk)
    assert proof.verify(ward.pk, mine).holds
    keys.rotate(ward.pk, WEDNESDAY, "rotated")
    seal(ward.pk, WEDNESDAY.date(), WEDNESDAY + timedelta(hours=1))
    assert proof.verify(ward.pk, mine).broken.code == "key-not-trusted"
