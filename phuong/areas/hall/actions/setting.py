"""Setting the hall up: groups with their letters and booked times, counters, who sits where."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from phuong.areas.hall import policy, queries, rules
from phuong.areas.hall.cards import COUNTER, GROUP
from phuong.areas.hall.models import CounterGroup, QueueGroup, ServiceCounter
from phuong.areas.hall.states import Can
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code, Event
from phuong.kernel.errors import NotVisible
from phuong.kernel.wards.api import uuid7


@dataclass(frozen=True, slots=True)
class GivenGroup:
    """What was typed of a group."""

    letter: str
    name: str
    fields: Sequence[str] = ()
    gives_results: bool = False
    slot_minutes: int = 0
    slot_capacity: int = 0
    weekdays: Sequence[int] = ()
    hours: Sequence[tuple[int, int]] = ()


def set_group(occasion: Occasion, given: GivenGroup, group_id: UUID | None = None) -> QueueGroup:
    """Make a group, or change one; numbers that were taken keep their letters."""
    policy.check_capability(occasion.actor, Can.SET_UP)
    rules.check_capacity(given.slot_minutes, given.slot_capacity)

    def act() -> QueueGroup:
        others = policy.groups(occasion.ward_id)
        if group_id is not None:
            others = others.exclude(id=group_id)
        rules.check_letter(given.letter, list(others.values_list("letter", flat=True)))
        length, capacity, letter = given.slot_minutes, given.slot_capacity, Code(given.letter)
        if group_id is None:
            code = f"NHOM-{uuid7().hex[-10:]}".upper()
            subject = audit.open_subject(
                occasion, GROUP, code, "hall.set_group",
                letter=letter, slot_minutes=length, slot_capacity=capacity,
            )  # fmt: skip
            row = QueueGroup(ward_id=occasion.ward_id, id=subject.id)
        else:
            subject = audit.lock(occasion.ward_id, group_id)
            row = _group(occasion, group_id)
            audit.record(
                occasion, subject, "hall.set_group",
                letter=letter, slot_minutes=length, slot_capacity=capacity,
            )  # fmt: skip
        row.letter, row.name, row.fields = given.letter, given.name, list(given.fields)
        row.gives_results = given.gives_results
        row.slot_minutes, row.slot_capacity = length, capacity
        row.weekdays, row.hours = list(given.weekdays), [list(one) for one in given.hours]
        row.save(force_insert=group_id is None)
        queries.forget_groups()
        return row

    return audit.once(occasion, act, lambda event: _group(occasion, event.subject_id))


def retire_group(occasion: Occasion, group_id: UUID) -> QueueGroup:
    """Use a group no more; who waits in it is still called."""
    policy.check_capability(occasion.actor, Can.SET_UP)

    def act() -> QueueGroup:
        subject = audit.lock(occasion.ward_id, group_id)
        row = _group(occasion, group_id)
        row.retired_at = occasion.now
        row.save(update_fields=["retired_at"])
        queries.forget_groups()
        audit.record(occasion, subject, "hall.retire_group")
        return row

    def again(event: Event) -> QueueGroup:
        return QueueGroup.objects.of(occasion.ward_id).get(id=event.subject_id)

    return audit.once(occasion, act, again)


def set_counter(
    occasion: Occasion,
    *,
    number: int,
    name: str,
    groups: Sequence[UUID],
    counter_id: UUID | None = None,
) -> ServiceCounter:
    """Make a counter, or change which groups it serves."""
    policy.check_capability(occasion.actor, Can.SET_UP)
    rules.check_serves(groups)

    def act() -> ServiceCounter:
        others = policy.counters(occasion.ward_id)
        if counter_id is not None:
            others = others.exclude(id=counter_id)
        rules.check_counter_number(number, list(others.values_list("number", flat=True)))
        known = policy.groups(occasion.ward_id).filter(id__in=groups)
        chosen = list(known.values_list("id", flat=True))
        rules.check_serves(chosen)
        if counter_id is None:
            code = f"QUAY-{uuid7().hex[-10:]}".upper()
            subject = audit.open_subject(
                occasion, COUNTER, code, "hall.set_counter", number=number, groups=len(chosen)
            )
            row = ServiceCounter(ward_id=occasion.ward_id, id=subject.id)
        else:
            subject = audit.lock(occasion.ward_id, counter_id)
            row = _counter(occasion, counter_id)
            audit.record(occasion, subject, "hall.set_counter", number=number, groups=len(chosen))
        row.number, row.name = number, name
        row.save(force_insert=counter_id is None)
        CounterGroup.objects.of(occasion.ward_id).filter(counter=row).delete()
        CounterGroup.objects.bulk_create(
            CounterGroup(ward_id=occasion.ward_id, counter=row, group_id=one) for one in chosen
        )
        return row

    return audit.once(occasion, act, lambda event: _counter(occasion, event.subject_id))


def retire_counter(occasion: Occasion, counter_id: UUID) -> ServiceCounter:
    """Use a counter no more."""
    policy.check_capability(occasion.actor, Can.SET_UP)

    def act() -> ServiceCounter:
        subject = audit.lock(occasion.ward_id, counter_id)
        row = _counter(occasion, counter_id)
        row.retired_at, row.staffed_by, row.staffed_on = occasion.now, None, None
        row.save()
        audit.record(occasion, subject, "hall.retire_counter")
        return row

    def again(event: Event) -> ServiceCounter:
        return ServiceCounter.objects.of(occasion.ward_id).get(id=event.subject_id)

    return audit.once(occasion, act, again)


def sit(occasion: Occasion, counter_id: UUID) -> ServiceCounter:
    """Sit down at a counter for today; whoever sat there gives it up."""
    policy.check_capability(occasion.actor, Can.SERVE)

    def act() -> ServiceCounter:
        subject = audit.lock(occasion.ward_id, counter_id)
        row = _counter(occasion, counter_id)
        mine = ServiceCounter.objects.of(occasion.ward_id).exclude(id=counter_id)
        mine.filter(staffed_by_id=occasion.actor.person_id).update(staffed_by=None, staffed_on=None)
        row.staffed_by_id, row.staffed_on = occasion.actor.person_id, occasion.today
        row.save(update_fields=["staffed_by", "staffed_on"])
        audit.record(occasion, subject, "hall.sit", person=occasion.actor.person_id)
        return row

    return audit.once(occasion, act, lambda event: _counter(occasion, event.subject_id))


def leave_counter(occasion: Occasion, counter_id: UUID) -> ServiceCounter:
    """Leave a counter: nobody is called there until somebody sits down again."""
    policy.check_capability(occasion.actor, Can.SERVE)

    def act() -> ServiceCounter:
        subject = audit.lock(occasion.ward_id, counter_id)
        row = _counter(occasion, counter_id)
        row.staffed_by, row.staffed_on = None, None
        row.save(update_fields=["staffed_by", "staffed_on"])
        audit.record(occasion, subject, "hall.leave_counter", person=occasion.actor.person_id)
        return row

    return audit.once(occasion, act, lambda event: _counter(occasion, event.subject_id))


def _group(occasion: Occasion, group_id: UUID) -> QueueGroup:
    found = policy.groups(occasion.ward_id).filter(id=group_id).first()
    if found is None:
        raise NotVisible("hall.no-group")
    return found


def _counter(occasion: Occasion, counter_id: UUID) -> ServiceCounter:
    found = policy.counters(occasion.ward_id).filter(id=counter_id).first()
    if found is None:
        raise NotVisible("hall.no-counter")
    return found
