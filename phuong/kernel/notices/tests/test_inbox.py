"""What is shown: by key, newest first, only what may be read, counted up to a bound."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from phuong.kernel.access.roles import Role
from phuong.kernel.audit import kinds
from phuong.kernel.audit.kinds import Card, Kind
from phuong.kernel.audit.models import Subject
from phuong.kernel.notices import inbox
from phuong.kernel.notices.outbox import ToPerson, ToPost
from phuong.kernel.notices.tests.made import make_subject, told
from tests.support.builders import MONDAY, citizen, make_ward, official

pytestmark = pytest.mark.django_db
HIDDEN: set[UUID] = set()


def cards(actor: Any, subject_ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    rows = Subject.objects.of(actor.ward_id).filter(id__in=set(subject_ids) - HIDDEN)
    return {
        row.id: Card(row.code, "Hồ sơ", "", "", "", "info", f"/{row.code}/", "", "") for row in rows
    }


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {})
    HIDDEN.clear()
    kinds.register(Kind("dossier", "Hồ sơ", lambda code: f"/{code}/", cards))


def to_all_of(occasion: Any) -> list[Any]:
    posts = [ToPost(post_id) for post_id in occasion.actor.post_ids()]
    return [*posts, ToPerson(occasion.actor.person_id)]


def test_pages_by_key_show_each_message_once_the_newest_first(django_assert_statements):
    ward = make_ward()
    reader = official(ward, Role.SPECIALIST)
    for number in range(7):
        at = MONDAY - timedelta(minutes=10 * (number // 2))
        subject = make_subject(ward, number)
        told(citizen(ward, at), subject, to=to_all_of(reader))
    seen: list[inbox.Message] = []
    after = None
    while True:
        with django_assert_statements(3):
            page = inbox.inbox(reader, after=after, size=4)
        seen += page.messages
        after = page.after
        if after is None:
            break
    assert len(seen) == len({message.id for message in seen}) == 14
    assert [message.at for message in seen] == sorted((m.at for m in seen), reverse=True)
    assert {message.text[:23] for message in seen} == {"Đã tiếp nhận hồ sơ PM-2"}


def test_a_message_is_unread_until_its_reader_reads_it():
    ward = make_ward()
    reader, other = official(ward, Role.SPECIALIST), official(ward, Role.LEADER)
    told(citizen(ward), make_subject(ward), to=to_all_of(reader), template="test.urgent", params={})
    assert (inbox.unread(reader), inbox.unread(other)) == (2, 0)
    messages = inbox.inbox(reader).messages
    assert [(message.urgent, message.is_read) for message in messages] == [(True, False)] * 2

    assert inbox.mark_read(other, [message.id for message in messages]) == 0
    assert inbox.mark_read(reader, [messages[0].id]) == 1
    assert inbox.unread(reader) == 1
    assert inbox.mark_read(reader) == 1
    assert inbox.unread(reader) == 0


def test_the_count_is_bounded(django_assert_statements):
    ward = make_ward()
    reader = official(ward, Role.SPECIALIST)
    subject = make_subject(ward)
    for number in range(60):
        told(citizen(ward), subject, to=to_all_of(reader), key=str(number))
    with django_assert_statements(1, exact=True):
        assert inbox.unread(reader) == 100


def test_a_message_whose_subject_may_not_be_read_is_not_shown():
    ward = make_ward()
    reader = official(ward, Role.SPECIALIST)
    shown, hidden = make_subject(ward, 1), make_subject(ward, 2)
    HIDDEN.add(hidden.id)
    for subject in (shown, hidden):
        told(citizen(ward), subject, to=to_all_of(reader)[-1:])
    (message,) = inbox.inbox(reader).messages
    assert message.card is not None
    assert message.card.code == shown.code
    assert shown.code in message.text


def test_a_message_that_waits_is_neither_shown_nor_counted():
    ward = make_ward()
    reader = official(ward, Role.SPECIALIST)
    until = MONDAY + timedelta(minutes=15)
    told(citizen(ward), make_subject(ward), to=to_all_of(reader), hold_until=until)
    assert (inbox.inbox(reader).messages, inbox.unread(reader)) == ((), 0)
    assert inbox.mark_read(reader) == 0


def test_nobody_reads_the_inbox_of_another_ward():
    ours, theirs = make_ward("PM"), make_ward("NK")
    reader, foreign = official(ours, Role.SPECIALIST), official(theirs, Role.SPECIALIST)
    told(citizen(ours), make_subject(ours), to=to_all_of(reader))
    assert inbox.inbox(foreign).messages == ()
    assert inbox.unread(foreign) == 0


def test_a_citizen_without_posts_has_no_inbox(django_assert_statements):
    ward = make_ward()
    with django_assert_statements(0, exact=True):
        assert inbox.unread(citizen(ward)) == 0
        assert inbox.inbox(citizen(ward)).messages == ()


def test_the_status_page_shows_every_message_in_its_order(django_assert_statements, sms):
    ward = make_ward()
    reader = official(ward, Role.SPECIALIST)
    subject = make_subject(ward)
    told(citizen(ward, MONDAY), subject)
    told(citizen(ward, MONDAY), subject, to=to_all_of(reader))
    later = MONDAY + timedelta(hours=2)
    told(citizen(ward, later), subject, template="test.quiet", params={}, note="Mời đến quầy 3")
    told(citizen(ward), make_subject(ward, 2))
    with django_assert_statements(2, exact=True):
        messages = inbox.for_subject(ward.pk, subject.id, later, code=subject.code)
    assert [(m.at, m.title, m.note) for m in messages] == [
        (MONDAY, "Đã tiếp nhận hồ sơ", ""),
        (later, "Phản ánh", "Mời đến quầy 3"),
    ]
    assert subject.code in messages[0].text
