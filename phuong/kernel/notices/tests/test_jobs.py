"""Delivery: at least once, claimed once, tried again ever later, given up in the open."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from phuong.kernel.audit.models import Subject
from phuong.kernel.errors import WrongState
from phuong.kernel.notices import channels, jobs, stuck
from phuong.kernel.notices.channels import Channel, Undelivered
from phuong.kernel.notices.models import Notice, State
from phuong.kernel.notices.tests.conftest import Sink
from phuong.kernel.notices.tests.made import PHONE, make_subject, rows_of, told
from phuong.kernel.wards.models import Ward
from tests.support.builders import MONDAY, citizen, make_ward

MINUTE = timedelta(minutes=1)


def the_sms(subject: Subject) -> Notice:
    return next(row for row in rows_of(subject) if row.channel == Channel.SMS)


@pytest.mark.django_db
def test_a_message_is_sent_once_as_it_was_written(sms):
    ward = make_ward(phone="0292 381 2345")
    subject = make_subject(ward)
    told(citizen(ward), subject)
    assert jobs.deliver(MONDAY) == Counter(sent=1)
    assert jobs.deliver(MONDAY + MINUTE) == Counter()
    (parcel,) = sms.given
    row = the_sms(subject)
    assert (parcel.id, parcel.address, parcel.text) == (row.id, PHONE, row.body)
    assert parcel.text == (
        "UBND phuong PM: da nhan ho so PM-261116-0001. Hen tra 25/11."
        " Xem: phuong.example/q/7fK2. Hoi: 02923812345"
    )
    assert (row.state, row.sent_at, row.attempts) == ("sent", MONDAY, 1)


@pytest.mark.django_db
def test_nothing_goes_before_its_time(sms):
    ward = make_ward()
    told(citizen(ward), make_subject(ward), hold_until=MONDAY + 15 * MINUTE)
    assert jobs.deliver(MONDAY + 14 * MINUTE) == Counter()
    assert jobs.deliver(MONDAY + 15 * MINUTE) == Counter(sent=1)


@pytest.mark.django_db
def test_a_refused_message_is_tried_ever_later_and_then_given_up_in_the_open(sms):
    ward = make_ward()
    subject = make_subject(ward)
    told(citizen(ward), subject)
    now = MONDAY
    waits = [jobs.back_off(tried, the_sms(subject).id) for tried in range(1, jobs.MAX_ATTEMPTS)]
    assert all(a <= b <= a * 5 / 4 for a, b in zip(jobs.BACK_OFF, waits, strict=True))
    for wait in waits:
        sms.answers = [Undelivered("busy")]
        assert jobs.deliver(now) == Counter(failed=1)
        assert the_sms(subject).next_try_at == now + wait
        assert jobs.deliver(now + wait - MINUTE / 2) == Counter()
        now += wait
    sms.answers = [ConnectionRefusedError()]
    assert jobs.deliver(now) == Counter(dead=1)
    assert len(sms.given) == jobs.MAX_ATTEMPTS
    assert len({parcel.id for parcel in sms.given}) == 1
    assert stuck.stuck(ward.pk) == [stuck.Stuck("sms", State.DEAD, "line-down", 1, MONDAY)]

    stuck.try_again(ward.pk, the_sms(subject).id, now)
    assert jobs.deliver(now) == Counter(sent=1)
    with pytest.raises(WrongState):
        stuck.try_again(ward.pk, the_sms(subject).id, now)


@pytest.mark.django_db
def test_a_number_that_does_not_exist_is_not_tried_again(sms):
    ward = make_ward()
    told(citizen(ward), make_subject(ward))
    sms.answers = [Undelivered("no-such-number", for_good=True)]
    assert jobs.deliver(MONDAY) == Counter(dead=1)
    assert jobs.deliver(MONDAY + timedelta(days=9)) == Counter()


@pytest.mark.django_db
def test_one_bad_message_does_not_stop_the_others(sms):
    ward = make_ward()
    for number in range(5):
        told(citizen(ward), make_subject(ward, number))
    sms.answers = [Undelivered("busy"), OSError()]
    assert jobs.deliver(MONDAY) == Counter(sent=3, failed=2)


@pytest.mark.django_db
def test_without_a_gateway_messages_are_held_where_it_is_seen_and_never_lost():
    ward = make_ward()
    subject = make_subject(ward)
    told(citizen(ward), subject)
    assert jobs.deliver(MONDAY) == Counter()
    assert stuck.stuck(ward.pk) == [stuck.Stuck("sms", State.HELD, "no-gateway", 1, MONDAY)]
    assert [(d.channel, d.state) for d in stuck.deliveries(ward.pk, subject.id)] == [
        ("sms", State.HELD)
    ]

    channels.register(Sink())

    assert jobs.deliver(MONDAY + timedelta(hours=5)) == Counter(sent=1)
    assert stuck.stuck(ward.pk) == []


@pytest.mark.django_db
def test_old_news_is_not_sent_when_a_gateway_comes(sms):
    ward = make_ward()
    channels.serve([])
    told(citizen(ward), make_subject(ward))
    channels.register(sms)
    assert jobs.deliver(MONDAY + jobs.FRESH) == Counter()
    assert stuck.stuck(ward.pk)[0].reason == "no-gateway"


@pytest.mark.django_db
def test_a_gateway_that_is_taken_away_holds_what_waited(sms):
    ward = make_ward()
    told(citizen(ward), make_subject(ward))
    channels.serve([])
    assert jobs.deliver(MONDAY) == Counter(held=1)
    channels.register(sms)
    assert jobs.deliver(MONDAY + MINUTE) == Counter(sent=1)


@pytest.mark.django_db
def test_a_demonstration_sends_nothing_to_anybody(sms):
    ward = make_ward(is_demo=True)
    told(citizen(ward), make_subject(ward))
    assert jobs.deliver(MONDAY) == Counter(held=1)
    assert sms.given == []
    assert stuck.stuck(ward.pk)[0].reason == "demo"


@pytest.mark.django_db
def test_each_ward_speaks_in_its_own_name(sms):
    ours, theirs = make_ward("PM"), make_ward("NK")
    for ward in (ours, theirs):
        told(citizen(ward), make_subject(ward))
    assert jobs.deliver(MONDAY) == Counter(sent=2)
    assert [parcel.text[:14] for parcel in sms.given] == ["UBND phuong PM", "UBND phuong NK"]


@pytest.mark.django_db
def test_a_worker_that_dies_leaves_its_message_to_the_next(sms):
    ward = make_ward()
    subject = make_subject(ward)
    told(citizen(ward), subject)
    sms.answers = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        jobs.deliver(MONDAY)
    assert jobs.deliver(MONDAY + MINUTE) == Counter()
    assert jobs.deliver(MONDAY + jobs.LEASE) == Counter(sent=1)
    assert len({parcel.id for parcel in sms.given}) == 1


@pytest.mark.django_db
def test_a_message_that_kills_its_worker_is_given_up_at_last(sms):
    ward = make_ward()
    subject = make_subject(ward)
    told(citizen(ward), subject)
    now = MONDAY
    for _each in range(jobs.MAX_ATTEMPTS):
        sms.answers = [KeyboardInterrupt()]
        with pytest.raises(KeyboardInterrupt):
            jobs.deliver(now)
        now += jobs.LEASE
    assert jobs.deliver(now) == Counter(dead=1)
    assert the_sms(subject).reason == "worn-out"


@pytest.mark.django_db
def test_a_late_answer_does_not_undo_what_another_settled(sms):
    ward = make_ward()
    subject = make_subject(ward)
    told(citizen(ward), subject)
    claimed = jobs._claim(ward.pk, jobs.Round(MONDAY))
    claim, (notice_id,) = claimed or pytest.fail("nothing was due")
    stale = Notice.objects.of(ward).get(id=notice_id)
    assert stale.claim == claim
    assert jobs.deliver(MONDAY + jobs.LEASE) == Counter(sent=1)
    jobs._fail(stale, "late", MONDAY)
    assert the_sms(subject).state == "sent"


@pytest.mark.django_db
def test_a_worker_that_lost_its_claim_does_not_settle_what_another_has(sms):
    ward = make_ward()
    subject = make_subject(ward)
    told(citizen(ward), subject)
    jobs._claim(ward.pk, jobs.Round(MONDAY))
    slow = the_sms(subject)
    jobs._claim(ward.pk, jobs.Round(MONDAY + jobs.LEASE))
    jobs._settle(slow, State.DEAD, reason="late")
    row = the_sms(subject)
    assert (row.state, row.claim != slow.claim) == ("pending", True)


def test_workers_at_once_send_each_message_once(committed_db):
    ward = make_ward()
    sink = Sink()
    channels.register(sink)
    for number in range(120):
        told(citizen(ward), make_subject(ward, number))
    ready = threading.Barrier(4)
    outcomes: list[Counter[str]] = []

    def work() -> None:
        try:
            ready.wait(timeout=30)
            outcomes.append(jobs.deliver(MONDAY))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _each in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=120)

    assert sum(outcomes, Counter()) == Counter(sent=120)
    assert len(sink.given) == len({parcel.id for parcel in sink.given}) == 120
    assert Ward.objects.count() == 1
