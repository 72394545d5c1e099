"""Who holds which post, who is away, and who signs in whose place."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from phuong.areas.office import policy, queries, rules
from phuong.areas.office.actions.changing import change, keep_an_administrator
from phuong.areas.office.rules import Span
from phuong.areas.office.states import Away, Can, Formula
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit.api import Facts
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.people.models import Absence, Appointment, Person, Substitution
from phuong.kernel.text import person_sort_key
from phuong.kernel.wards.api import uuid7


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is appointed: somebody whom the ward knows, or a new person by name."""

    person_id: UUID | None
    name: str = ""
    phone: str = ""


def appoint(occasion: Occasion, post_id: UUID, whom: Whom, *, span: Span, decision: str) -> UUID:
    """Let a person hold a post: once on any day, and alone where the post leads others."""
    person_id = whom.person_id or uuid7()

    def write() -> Facts:
        post = policy.thing(occasion.actor, "post", post_id)
        rules.check_span(span)
        rules.check_within(span, queries.span(post))
        held = Appointment.objects.of(occasion.ward_id).filter(post=post).select_related("person")
        if not queries.leads(post, span.first):
            held = held.filter(person_id=person_id)
        rules.check_apart(span, [(queries.span(one), one.person.name) for one in held])
        if whom.person_id:
            policy.thing(occasion.actor, "person", whom.person_id)
        else:
            _add_person(occasion, person_id, whom)
        Appointment.objects.create(
            ward_id=occasion.ward_id,
            person_id=person_id,
            post=post,
            decision=decision,
            valid_from=span.first,
            valid_to=span.last,
        )
        return {"person": person_id, "post": post_id, "first": span.first, "last": span.last}

    change(occasion, "office.appoint", write)
    return person_id


def end_appointment(occasion: Occasion, appointment_id: UUID, *, last: date) -> None:
    """Let somebody no longer hold a post after a day; the row stays, with its days."""

    def write() -> Facts:
        held = policy.thing(occasion.actor, "appointment", appointment_id)
        rules.check_end(last, queries.span(held))
        held.valid_to = last
        held.save(update_fields=["valid_to"])
        keep_an_administrator(occasion, last + timedelta(days=1))
        return {"person": held.person_id, "post": held.post_id, "last": last}

    change(occasion, "office.end_appointment", write)


def begin_absence(occasion: Occasion, person_id: UUID, *, span: Span, reason: Away) -> None:
    """Write down that somebody is away; their open work then shows on the head's page."""

    def write() -> Facts:
        person = policy.thing(occasion.actor, "person", person_id)
        rules.check_span(span)
        known = Absence.objects.of(occasion.ward_id).filter(person=person)
        rules.check_apart(span, [(queries.span(one), person.name) for one in known])
        Absence.objects.create(
            ward_id=occasion.ward_id,
            person=person,
            reason=reason,
            valid_from=span.first,
            valid_to=span.last,
        )
        return {"person": person_id, "first": span.first, "last": span.last}

    change(occasion, "office.begin_absence", write, Can.ABSENCE)


def end_absence(occasion: Occasion, absence_id: UUID, *, last: date) -> None:
    """Write down that somebody is back earlier than was said, or at last."""

    def write() -> Facts:
        absence = policy.thing(occasion.actor, "absence", absence_id)
        rules.check_end(last, queries.span(absence))
        absence.valid_to = last
        absence.save(update_fields=["valid_to"])
        return {"person": absence.person_id, "last": last}

    change(occasion, "office.end_absence", write, Can.ABSENCE)


def begin_substitution(
    occasion: Occasion, post_id: UUID, *, for_post_id: UUID, formula: Formula, span: Span
) -> None:
    """Let a post sign in another's place, with the words that stand before the signature."""

    def write() -> Facts:
        post = policy.thing(occasion.actor, "post", post_id)
        other = policy.thing(occasion.actor, "post", for_post_id)
        rules.check_span(span)
        if post.id == other.id:
            raise RuleBroken(
                "office.substitution.self",
                _("Một chức vụ không ký thay chính mình. Chọn chức vụ khác."),
                field="for_post",
            )
        known = Substitution.objects.of(occasion.ward_id).filter(post=post)
        rules.check_apart(span, [(queries.span(one), one.formula) for one in known])
        Substitution.objects.create(
            ward_id=occasion.ward_id,
            post=post,
            for_post=other,
            formula=formula,
            valid_from=span.first,
            valid_to=span.last,
        )
        return {"post": post_id, "for_post": for_post_id, "formula": formula, "first": span.first}

    change(occasion, "office.begin_substitution", write)


def end_substitution(occasion: Occasion, substitution_id: UUID, *, last: date) -> None:
    """Let a post no longer sign in another's place after a day."""

    def write() -> Facts:
        place = policy.thing(occasion.actor, "substitution", substitution_id)
        rules.check_end(last, queries.span(place))
        place.valid_to = last
        place.save(update_fields=["valid_to"])
        return {"post": place.post_id, "for_post": place.for_post_id, "last": last}

    change(occasion, "office.end_substitution", write)


def _add_person(occasion: Occasion, person_id: UUID, whom: Whom) -> None:
    if not whom.name:
        raise RuleBroken(
            "office.appoint.whom",
            _("Chọn người đã có trong danh sách, hoặc nhập họ tên người mới."),
            field="person",
        )
    Person.objects.create(
        ward_id=occasion.ward_id,
        id=person_id,
        name=whom.name,
        sort_key=person_sort_key(whom.name),
        phone=whom.phone,
    )
