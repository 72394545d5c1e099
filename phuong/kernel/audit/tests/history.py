"""A small history in two wards for the tests of seals, proofs and exports."""

import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from django.db import connection

from phuong.kernel.access.roles import Role
from phuong.kernel.audit.api import Code, Digest, Event, Subject, note_reading, open_subject, record
from phuong.kernel.audit.jobs import seal
from phuong.kernel.audit.merkle import leaf_hash
from phuong.kernel.audit.triggers import append_only_tables
from tests.support.builders import MONDAY, TUESDAY, WEDNESDAY, make_ward, official


def act(occasion, code, *verbs):
    """Open a subject and add events to it, a minute apart."""
    subject = open_subject(occasion, "dossier", code, "dossiers.receive", papers=3)
    for minutes, verb in enumerate(verbs, 1):
        then = replace(occasion, now=occasion.now + timedelta(minutes=minutes))
        record(then, subject, verb, reason=Digest.of("salt", "Lý do"), ground=Code("Đ.9"))
    return subject


def two_wards():
    """Make two wards with the same tail numbers, three days of acts and readings, two seals."""
    wards = make_ward("PA"), make_ward("PB")
    for ward in wards:
        desk = official(ward, Role.RECEPTION)
        first = act(desk, "0001", "dossiers.assign", "dossiers.decide")
        act(desk, "0002", "dossiers.assign")
        note_reading(desk, [first.id], "handle")
        seal(ward.pk, MONDAY.date(), MONDAY)
        record(replace(desk, now=TUESDAY, entered_at=WEDNESDAY), first, "dossiers.hand_over")
        seal(ward.pk, TUESDAY.date(), TUESDAY)
        record(replace(desk, now=WEDNESDAY), first, "dossiers.close")
        note_reading(replace(desk, now=WEDNESDAY), [first.id], "print")
    return wards


def subject_of(ward, code="0001"):
    return Subject.objects.of(ward).get(code=code)


@contextmanager
def unguarded():
    """Take the guards away, as somebody with the database's own password would."""
    with connection.cursor() as cursor:
        for table in append_only_tables():
            verbs = ["update", "delete"]
            if connection.vendor == "postgresql":
                verbs.append("truncate")
            for verb in verbs:
                where = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {table}_no_{verb}{where}")
        yield cursor


def rewrite(event, **changes):
    """Forge an event with a hash that fits, as somebody who knows the format would."""
    said = json.loads(event.body) | changes
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return body, leaf_hash(body)


def forge_whole_chain(subject):
    """Rewrite a subject's first event and every hash after it, up to the head."""
    previous = None
    for event in subject.chain.order_by("seq"):
        changes = {"facts": {}} if previous is None else {"prev": previous}
        body, previous = rewrite(event, **changes)
        Event.objects.of(subject.ward_id).filter(id=event.id).update(body=body, hash=previous)
    subject.head = previous
    subject.save()
