"""Whoever changes history past the guards is found, and the first broken link is named."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from phuong.kernel.audit import chains, jobs, keys, proof, signatures
from phuong.kernel.audit.api import Event, record
from phuong.kernel.audit.merkle import leaf_hash
from phuong.kernel.audit.models import Seal
from tests.support.builders import MONDAY, TUESDAY, WEDNESDAY, machine

from .history import forge_whole_chain, rewrite, subject_of, two_wards, unguarded


@pytest.fixture
def wards(db):
    return two_wards()


def test_a_history_that_nobody_touched_holds_in_both_wards(wards):
    for ward in wards:
        assert proof.verify(ward.pk) == proof.Verdict(events=7, seals=2, leaves=4)
        assert proof.verify_subject(subject_of(ward)) == proof.Verdict(events=5, leaves=2)


@pytest.mark.parametrize("chunk", [1, 2, 3, 6, 7, 8])
def test_verifying_goes_on_over_the_edge_of_a_chunk(wards, chunk):
    assert chains.check_chains(wards[0].pk, chunk=chunk) == chains.Chains(7, None)
    with unguarded() as cursor:
        cursor.execute("UPDATE audit_event SET verb = 'x' WHERE seq = 5")
    for ward in wards:
        found = chains.check_chains(ward.pk, chunk=chunk)
        assert (found.events, found.broken.place) == (4, f"{subject_of(ward).id} 5")


OF_FIRST = (
    "ward_id = {ward} AND subject_id ="
    " (SELECT id FROM audit_subject WHERE ward_id = {ward} AND code = '0001')"
)
LAST_SEAL = "(SELECT id FROM audit_seal WHERE ward_id = {ward} AND seq = 2)"

FORGERIES = {
    "a body": (
        "UPDATE audit_event SET body = replace(body, 'papers', 'pipers') WHERE seq = 1 AND "
        + OF_FIRST,
        "event-changed",
    ),
    "a hash": (
        "UPDATE audit_event SET hash = substr(hash, 2) || substr(hash, 1, 1) WHERE seq = 2 AND "
        + OF_FIRST,
        "event-changed",
    ),
    "an event in the middle gone": (
        "DELETE FROM audit_event WHERE seq = 2 AND " + OF_FIRST,
        "event-missing",
    ),
    "the last event gone": (
        "DELETE FROM audit_event WHERE seq = 5 AND " + OF_FIRST,
        "head-wrong",
    ),
    "every event gone": ("DELETE FROM audit_event WHERE " + OF_FIRST, "head-wrong"),
    "a verb on screen": (
        "UPDATE audit_event SET verb = 'dossiers.lose' WHERE seq = 3 AND " + OF_FIRST,
        "event-columns",
    ),
    "a moment on screen": (
        "UPDATE audit_event SET at = recorded_at WHERE seq = 4 AND " + OF_FIRST,
        "event-columns",
    ),
    "an actor on screen": (
        "UPDATE audit_event SET actor_id = NULL WHERE seq = 3 AND " + OF_FIRST,
        "event-columns",
    ),
    "a post on screen": (
        "UPDATE audit_event SET actor_post = 'leader' WHERE seq = 3 AND " + OF_FIRST,
        "event-columns",
    ),
    "a head": (
        "UPDATE audit_subject SET head = '" + "0" * 64 + "' WHERE ward_id = {ward}",
        "head-wrong",
    ),
    "a count made smaller": (
        "UPDATE audit_subject SET events = 4, head = (SELECT hash FROM audit_event WHERE seq = 4"
        " AND " + OF_FIRST + ") WHERE ward_id = {ward} AND code = '0001'",
        "event-beyond-head",
    ),
    "a change hidden from the next seal": (
        "UPDATE audit_subject SET sealed_events = events WHERE ward_id = {ward}",
        "sealed-count-wrong",
    ),
    "a seal's text": (
        "UPDATE audit_seal SET body = body || ' ' WHERE seq = 1 AND ward_id = {ward}",
        "seal-changed",
    ),
    "a seal's day": (
        "UPDATE audit_seal SET day = '2026-11-15' WHERE seq = 1 AND ward_id = {ward}",
        "seal-columns",
    ),
    "a leaf's text": (
        "UPDATE audit_sealleaf SET body = replace(body, '\"v\":1', '\"v\":2')"
        " WHERE seal_id = " + LAST_SEAL,
        "seal-root-wrong",
    ),
    "a leaf gone": (
        "DELETE FROM audit_sealleaf WHERE seal_id = " + LAST_SEAL,
        "sealed-count-wrong",
    ),
    "a leaf's subject": (
        "UPDATE audit_sealleaf SET events = 2 WHERE seal_id = " + LAST_SEAL,
        "sealed-count-wrong",
    ),
    "a reading changed": (
        "UPDATE audit_reading SET purpose = 'other' WHERE purpose = 'handle' AND ward_id = {ward}",
        "leaf-without-reading",
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_is_found_in_its_ward_and_the_other_ward_holds(wards, forgery):
    ours, theirs = wards
    statement, code = FORGERIES[forgery]
    with unguarded() as cursor:
        cursor.execute(statement.format(ward=ours.pk))
        assert cursor.rowcount >= 1
    broken = proof.verify(ours.pk).broken
    assert broken is not None
    assert (broken.code, broken.ward_id) == (code, ours.pk)
    assert proof.verify(theirs.pk).holds


def test_an_event_rewritten_with_a_fitting_hash_breaks_the_next_link(wards):
    subject = subject_of(wards[0])
    second = subject.chain.get(seq=2)
    body, hash_ = rewrite(second, facts={})
    with unguarded():
        Event.objects.of(wards[0]).filter(id=second.id).update(body=body, hash=hash_)
    broken = proof.verify(wards[0].pk).broken
    assert (broken.code, broken.place) == ("event-not-chained", f"{subject.id} 3")
    assert proof.verify_subject(subject).broken == broken


def test_a_whole_chain_rewritten_up_to_its_head_breaks_the_seal(wards):
    subject = subject_of(wards[0])
    with unguarded():
        forge_whole_chain(subject)
    broken = proof.verify(wards[0].pk).broken
    assert (broken.code, broken.place) == ("leaf-columns", "2026-11-16 (1) 0")
    assert proof.verify_subject(subject).broken == broken


def test_a_seal_taken_out_is_missed(wards):
    with unguarded() as cursor:
        cursor.execute("UPDATE audit_subject SET sealed_events = 0")
        cursor.execute("DELETE FROM audit_sealleaf")
        cursor.execute("DELETE FROM audit_sealsignature")
        cursor.execute("DELETE FROM audit_seal WHERE seq = 1")
    broken = proof.verify(wards[0].pk).broken
    assert (broken.code, broken.place) == ("seal-missing", "2026-11-17 (2)")
    with pytest.raises(CommandError, match="thiếu niêm phong đứng trước"):
        call_command("verify", ward="PA")


def test_a_leaf_of_an_event_that_is_gone_is_missed(wards):
    subject = subject_of(wards[0], "0002")
    with unguarded():
        subject.chain.filter(seq=2).delete()
        subject.events, subject.head = 1, subject.chain.get().hash
        subject.save()
    broken = proof.verify(wards[0].pk).broken
    assert (broken.code, broken.place) == ("leaf-without-event", "2026-11-16 (1) 1")


def test_a_day_without_a_seal_is_missed(wards):
    last = Seal.objects.of(wards[0]).get(seq=2)
    body = last.body.replace('"day":"2026-11-17"', '"day":"2026-11-18"')
    with unguarded():
        Seal.objects.of(wards[0]).filter(seq=2).update(
            body=body, hash=leaf_hash(body), day="2026-11-18"
        )
    assert proof.verify(wards[0].pk).broken.code == "seal-day-missing"


def test_an_event_entered_under_a_clock_that_was_set_back_is_told(wards):
    subject, desk = subject_of(wards[0]), machine(wards[0])
    record(replace(desk, now=WEDNESDAY - timedelta(minutes=4)), subject, "dossiers.note")
    assert proof.verify(wards[0].pk).holds
    record(replace(desk, now=TUESDAY), subject, "dossiers.note")
    broken = proof.verify(wards[0].pk).broken
    assert (broken.code, broken.place) == ("clock-back", f"{subject.id} 7")
    with pytest.raises(CommandError, match="đồng hồ đã bị lùi"):
        call_command("verify", ward="PA")


def test_a_seal_made_under_a_clock_that_was_set_back_is_told(wards):
    last = jobs._last_seal(wards[0].pk)
    jobs._write(wards[0].pk, WEDNESDAY.date(), MONDAY, last, [])
    signatures.sign_seals(wards[0].pk, WEDNESDAY)
    broken = proof.verify(wards[0].pk).broken
    assert (broken.code, broken.place) == ("seal-clock-back", "2026-11-18 (3)")


def test_every_break_has_a_sentence(wards):
    found = {code for _statement, code in FORGERIES.values()}
    assert found <= set(proof.SENTENCES)


class TestTheCommand:
    def test_it_counts_what_holds_in_each_ward(self, wards, capsys):
        call_command("verify")
        assert capsys.readouterr().out.splitlines() == [
            "Phường PA: 7 sự kiện, 2 niêm phong, 4 lá: khớp.",
            "Phường PB: 7 sự kiện, 2 niêm phong, 4 lá: khớp.",
        ]
        call_command("verify", ward="PB")
        assert capsys.readouterr().out == "Phường PB: 7 sự kiện, 2 niêm phong, 4 lá: khớp.\n"

    def test_it_names_the_first_broken_link_and_leaves_with_one(self, wards):
        subject = subject_of(wards[1])
        with unguarded() as cursor:
            cursor.execute(
                "UPDATE audit_event SET verb = 'x' WHERE seq = 2 AND "
                + OF_FIRST.format(ward=wards[1].pk)
            )
        with pytest.raises(CommandError) as left:
            call_command("verify")
        assert left.value.returncode == 1
        assert str(left.value) == (
            f"Phường PB, {subject.id} 2: cột hiển thị của sự kiện khác với nội dung đã băm"
            " (event-columns)."
        )
        call_command("verify", ward="PA")

    def test_it_writes_a_subject_and_checks_the_file(self, wards, tmp_path, capsys):
        file = tmp_path / "one.jsonl"
        call_command("verify", ward="PA", subject="0001", export=file)
        assert capsys.readouterr().out == "0001: 5 sự kiện, 2 lần niêm phong: khớp.\n"
        call_command("verify", file=file)
        told = capsys.readouterr().out.splitlines()
        assert told[0] == "one.jsonl: 5 sự kiện, 4 sự kiện đầu có niêm phong: khớp."
        assert "chưa có niêm phong nào nói đến" in told[1]
        assert "--keys khoa.pem" in told[2]
        file.write_text(file.read_text("utf-8").replace("papers", "pipers"), "utf-8")
        with pytest.raises(CommandError, match="dòng 2"):
            call_command("verify", file=file)

    def test_keys_that_were_kept_decide(self, wards, tmp_path, capsys):
        file, mine, other = (tmp_path / name for name in ("one.jsonl", "mine.pem", "other.pem"))
        call_command("verify", ward="PA", subject="0001", export=file)
        mine.write_text(keys.listed(wards[0].pk)[0].pem + keys.listed(wards[1].pk)[0].pem)
        other.write_text(keys.listed(wards[1].pk)[0].pem)
        capsys.readouterr()
        call_command("verify", file=file, keys=mine)
        told = capsys.readouterr().out.splitlines()
        assert told[0] == "one.jsonl: 5 sự kiện, 4 sự kiện đầu có niêm phong: khớp."
        assert len(told) == 2
        call_command("verify", ward="PA", keys=mine)
        for given in ({"file": file}, {"ward": "PA"}, {"ward": "PA", "subject": "0001"}):
            with pytest.raises(CommandError, match="key-not-trusted"):
                call_command("verify", keys=other, **given)
        for words in ("", "none"):
            other.write_text(words)
            with pytest.raises(CommandError) as left:
                call_command("verify", file=file, keys=other)
            assert left.value.returncode == 2

    @pytest.mark.parametrize(
        "given", [{"ward": "PX"}, {"subject": "9999"}, {"export": "x"}, {"file": "/nowhere/at/all"}]
    )
    def test_what_cannot_be_checked_leaves_with_two(self, wards, given):
        from pathlib import Path

        given = {k: Path(v) if k in {"export", "file"} else v for k, v in given.items()}
        with pytest.raises(CommandError) as left:
            call_command("verify", **given)
        assert left.value.returncode == 2
