"""Telling: one statement, once, held while it can be undone, and nothing when rolled back."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from phuong.kernel.access.roles import Role
from phuong.kernel.audit.erasure import Ground
from phuong.kernel.audit.trail import record
from phuong.kernel.notices import calls, inbox, jobs, outbox, stuck
from phuong.kernel.notices.channels import Channel
from phuong.kernel.notices.erasing import erase_words
from phuong.kernel.notices.models import Notice, State
from phuong.kernel.notices.outbox import Applicant, ToPerson, ToPost, tell
from phuong.kernel.notices.tests.made import BY_SMS, PHONE, PLACES, make_subject, rows_of, told
from phuong.kernel.wards.fields import OtherWard
from tests.support.builders import (
    FRIDAY,
    MONDAY,
    citizen,
    make_person,
    make_post,
    make_ward,
    moment,
)

pytestmark = pytest.mark.django_db
UNDO = timedelta(minutes=15)


def test_a_message_to_everybody_is_one_statement(django_assert_statements, sms):
    ward = make_ward()
    person, post = make_person(ward, Role.SPECIALIST), make_post(ward, Role.LEADER)
    subject = make_subject(ward)
    with django_assert_statements(1, exact=True):
        tell(
            citizen(ward),
            subject,
            "test.received",
            to=[BY_SMS, ToPerson(person.id), ToPost(post.id)],
            params=PLACES,
            note="Mang theo bản chính",
        )
    rows = rows_of(subject)
    assert {(row.channel, row.state, row.address, row.note) for row in rows} == {
        ("page", "sent", "", "Mang theo bản chính"),
        ("sms", "pending", PHONE, ""),
        ("inbox", "sent", "", "Mang theo bản chính"),
    }
    assert {(row.person_id, row.post_id) for row in rows if row.channel == "inbox"} == {
        (person.id, None),
        (None, post.id),
    }


def test_the_same_act_tells_once_and_the_next_act_tells_again(sms):
    ward = make_ward()
    subject = make_subject(ward)
    told(citizen(ward), subject)
    assert len(told(citizen(ward), subject)) == 2
    record(citizen(ward), subject, "dossiers.assign")
    assert len(told(citizen(ward), subject)) == 4


def test_a_reminder_of_a_day_is_told_once_however_often_its_job_runs(sms):
    ward = make_ward()
    subject = make_subject(ward)
    told(citizen(ward), subject, key="nhac-2026-11-20")
    record(citizen(ward), subject, "dossiers.assign")
    assert len(told(citizen(ward), subject, key="nhac-2026-11-20")) == 2
    assert len(told(citizen(ward), subject, key="nhac-2026-11-23")) == 4


def test_an_act_that_is_rolled_back_told_nobody(sms):
    ward = make_ward()
    subject = make_subject(ward)

    def fail() -> None:
        with transaction.atomic():
            told(citizen(ward), subject)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    assert rows_of(subject) == []


def test_what_must_stay_on_the_page_goes_nowhere_else(sms):
    ward = make_ward()
    rows = told(citizen(ward), make_subject(ward), template="test.quiet", params={})
    assert [row.channel for row in rows] == ["page"]


def test_a_message_of_an_undoable_move_waits_and_is_recalled_unseen(sms):
    ward = make_ward()
    subject = make_subject(ward)
    first = told(citizen(ward), subject)
    record(citizen(ward), subject, "dossiers.assign")
    told(citizen(ward), subject, hold_until=MONDAY + UNDO)
    soon = MONDAY + timedelta(minutes=5)
    assert len(inbox.for_subject(ward.pk, subject.id, soon, code=subject.code)) == 1

    assert outbox.recall(citizen(ward, soon), subject) == 2

    states = {row.id: row.state for row in rows_of(subject)}
    assert [states.pop(row.id) for row in first] == [row.state for row in first]
    assert set(states.values()) == {State.RECALLED}
    later = MONDAY + timedelta(days=1)
    assert len(inbox.for_subject(ward.pk, subject.id, later, code=subject.code)) == 1
    assert outbox.recall(citizen(ward, later), subject) == 0


def test_the_next_move_lets_the_message_go_at_once(sms):
    ward = make_ward()
    subject = make_subject(ward)
    told(citizen(ward), subject, hold_until=MONDAY + UNDO)
    soon = MONDAY + timedelta(minutes=5)
    assert outbox.release(citizen(ward, soon), subject) == 2
    rows = rows_of(subject)
    assert {(row.channel, row.not_before, row.next_try_at) for row in rows} == {
        ("page", soon, None),
        ("sms", soon, soon),
    }
    assert outbox.recall(citizen(ward, soon), subject) == 0


def test_nobody_is_woken_up_but_the_page_shows_it_at_once(sms):
    ward = make_ward()
    night = moment(20, 22)  # A Friday.
    subject = make_subject(ward)
    rows = {row.channel: row for row in told(citizen(ward, night), subject)}
    assert rows["page"].not_before == night
    assert rows["sms"].next_try_at == moment(23, 7)
    record(citizen(ward), subject, "dossiers.return")
    urgent = told(citizen(ward, night), subject, template="test.urgent", params={})
    assert {row.next_try_at for row in urgent if row.template == "test.urgent"} == {None, night}


def test_a_message_held_at_noon_goes_after_the_break(sms):
    ward = make_ward()
    noon = FRIDAY.replace(hour=10, minute=50)
    rows = told(citizen(ward, noon), make_subject(ward), hold_until=noon + UNDO)
    assert {row.channel: row.not_before for row in rows} == {
        "page": noon + UNDO,
        "sms": FRIDAY.replace(hour=13, minute=0),
    }


def test_what_is_entered_afterwards_is_not_announced_today(sms):
    ward = make_ward()
    past = replace(citizen(ward, MONDAY.replace(year=2013)), entered_at=MONDAY)
    rows = {row.channel: row for row in told(past, make_subject(ward))}
    assert (rows["sms"].state, rows["sms"].reason) == ("held", "entered-later")
    assert rows["page"].state == "sent"


def test_a_call_outlives_a_later_message_that_is_taken_back():
    ward = make_ward()
    subject = make_subject(ward)
    told(citizen(ward), subject, template="test.called", to=[Applicant()])
    later = citizen(ward, MONDAY + UNDO)
    told(later, subject, template="test.quiet", to=[Applicant()], hold_until=MONDAY + 2 * UNDO)
    assert calls.to_make(ward, MONDAY + UNDO) == []
    jobs.deliver(MONDAY + UNDO)
    outbox.recall(later, subject)
    assert [call.subject_id for call in calls.to_make(ward, MONDAY + UNDO)] == [subject.id]


def test_who_may_no_longer_read_loses_the_message():
    ward = make_ward()
    post, other = make_post(ward, Role.LEADER), make_post(ward, Role.UNIT_HEAD)
    subject = make_subject(ward)
    told(citizen(ward), subject, to=[ToPost(post.id), ToPost(other.id)])
    assert outbox.hide(ward.pk, subject.id, posts=[post.id]) == 1
    assert {row.post_id: row.state for row in rows_of(subject)} == {
        post.id: "recalled",
        other.id: "sent",
    }


def test_erasing_leaves_that_something_was_told_and_nothing_else(sms):
    ward = make_ward()
    subject = make_subject(ward)
    row = told(citizen(ward), subject, note="Bà Tư")[1]
    digest = row.digest
    assert erase_words(citizen(ward), subject.id, Ground.REQUEST) == 2
    for row in rows_of(subject):
        assert (row.address, row.note, row.body, row.salt) == ("", "", "", "")
        assert row.digest != digest
        assert row.next_try_at is None


def test_what_waits_when_words_are_erased_goes_nowhere_and_nobody_is_called(sms):
    ward = make_ward()
    subject = make_subject(ward)
    told(citizen(ward), subject, template="test.called")
    told(citizen(ward), subject, template="test.called", to=[Applicant()], key="again")
    assert [row.channel for row in rows_of(subject)] == ["page", "sms", "page", "call"]
    erase_words(citizen(ward), subject.id, Ground.REQUEST)
    assert jobs.deliver(MONDAY) == Counter()
    assert sms.given == []
    assert calls.to_make(ward, MONDAY) == []
    assert stuck.stuck(ward.pk) == []


def test_another_wards_post_is_refused():
    ours, theirs = make_ward("PM"), make_ward("NK")
    foreign = make_post(theirs, Role.LEADER)
    with pytest.raises(OtherWard):
        Notice(ward_id=ours.pk, post=foreign)


def test_two_wards_tell_by_themselves(sms):
    ours, theirs = make_ward("PM"), make_ward("NK")
    told(citizen(ours), make_subject(ours))
    told(citizen(theirs), make_subject(theirs))
    assert Notice.objects.of(ours).count() == Notice.objects.of(theirs).count() == 2


def test_an_inbox_message_has_one_addressee():
    ward = make_ward()
    subject = make_subject(ward)
    row = Notice(
        ward=ward, subject=subject, channel=Channel.INBOX, dedupe=str(uuid4()), state=State.SENT,
        told_at=MONDAY, not_before=MONDAY,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
