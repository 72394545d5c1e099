from datetime import date
from uuid import uuid4

import pytest

from phuong.areas.procedures import actions, api, policy
from phuong.areas.procedures.models import Version
from phuong.areas.procedures.tests.builders import load, make_doubtful_row, make_row
from phuong.kernel.access.api import Role
from phuong.kernel.audit.api import Event, Subject
from phuong.kernel.errors import NotPermitted, RuleBroken
from phuong.kernel.workdays import Limit, Unit
from tests.support.builders import MONDAY, NEXT_MONDAY, citizen, make_ward, official

pytestmark = pytest.mark.django_db

FIVE_DAYS = Limit(Unit.WORKING_DAY, 5)
NOTE = "Quyết định 1/QĐ-UBND, trang 12"


def test_a_confirmed_limit_makes_the_ward_s_own_version_from_that_day():
    ward = make_ward()
    (procedure,) = load(make_doubtful_row())
    shared = api.current(ward.pk, "tach-ho", MONDAY.date())

    version = actions.confirm_limit(
        official(ward, Role.ADMINISTRATOR), procedure, limit=FIVE_DAYS, note=NOTE
    )

    own = api.current(ward.pk, "tach-ho", MONDAY.date())
    assert (own.id, own.ward_id, own.number) == (version.pk, ward.pk, 1)
    assert (own.limit, own.limit_text, own.usable) == (FIVE_DAYS, "5 ngày làm việc", True)
    assert (own.needs_review, own.limit_doubtful) == (False, False)
    assert [paper.code for paper in own.papers] == [paper.code for paper in shared.papers]
    assert [each.code for each in own.questions] == [each.code for each in shared.questions]
    assert version.based_on_id == shared.id
    assert (version.confirmed_at, version.note) == (MONDAY, NOTE)
    assert api.current(ward.pk, "tach-ho", date(2026, 11, 15)).id == shared.id


def test_a_confirmation_stays_in_its_ward():
    ward, other = make_ward("PM"), make_ward("NK")
    (procedure,) = load(make_doubtful_row())

    actions.confirm_limit(official(ward, Role.ADMINISTRATOR), procedure, limit=FIVE_DAYS, note=NOTE)

    assert api.current(ward.pk, "tach-ho", MONDAY.date()).usable
    assert not api.current(other.pk, "tach-ho", MONDAY.date()).usable
    actions.confirm_limit(
        official(other, Role.ADMINISTRATOR), procedure, limit=Limit(Unit.SAME_DAY), note=NOTE
    )
    assert api.current(ward.pk, "tach-ho", MONDAY.date()).limit == FIVE_DAYS
    assert api.current(other.pk, "tach-ho", MONDAY.date()).limit == Limit(Unit.SAME_DAY)
    assert sorted(Version.objects.values_list("ward_id", "number"), key=str) == sorted(
        [(None, 1), (ward.pk, 1), (other.pk, 1)], key=str
    )


def test_each_confirmation_is_an_event_of_one_subject():
    ward = make_ward()
    (procedure,) = load(make_doubtful_row())
    administrator = official(ward, Role.ADMINISTRATOR)

    first = actions.confirm_limit(administrator, procedure, limit=FIVE_DAYS, note=NOTE)
    second = actions.confirm_limit(
        administrator, procedure, limit=Limit(Unit.SAME_DAY), note=NOTE, fee_amount=15000
    )

    subject = Subject.objects.of(ward).get()
    assert (subject.kind, subject.code, subject.events) == ("procedure", "TT-tach-ho", 2)
    events = list(Event.objects.of(ward).order_by("seq"))
    assert [event.verb for event in events] == ["procedures.confirm_limit"] * 2
    assert str(first.pk) in events[0].body
    assert str(second.pk) in events[1].body
    assert NOTE not in events[0].body
    own = api.current(ward.pk, "tach-ho", MONDAY.date())
    assert (own.number, own.limit, own.fee_amount) == (2, Limit(Unit.SAME_DAY), 15000)
    assert (own.fee_text, own.fee_doubtful) == ("15.000 đồng", False)


def test_the_same_form_twice_makes_one_version():
    ward = make_ward()
    (procedure,) = load(make_doubtful_row())
    occasion = official(ward, Role.ADMINISTRATOR).under(uuid4())

    once = actions.confirm_limit(occasion, procedure, limit=FIVE_DAYS, note=NOTE)
    again = actions.confirm_limit(occasion, procedure, limit=FIVE_DAYS, note=NOTE)

    assert again.pk == once.pk
    assert Version.objects.filter(ward=ward).count() == 1
    assert Event.objects.of(ward).count() == 1


def test_a_change_of_the_law_ends_what_was_confirmed_under_the_old_one():
    ward = make_ward()
    (procedure,) = load(make_doubtful_row())
    actions.confirm_limit(official(ward, Role.ADMINISTRATOR), procedure, limit=FIVE_DAYS, note=NOTE)

    load(make_row("tach-ho", limit_n=7))
    assert api.current(ward.pk, "tach-ho", NEXT_MONDAY.date()).limit == FIVE_DAYS

    load(make_row("tach-ho", valid_from=date(2026, 11, 20), limit_n=2))
    assert api.current(ward.pk, "tach-ho", date(2026, 11, 19)).limit == FIVE_DAYS
    assert api.current(ward.pk, "tach-ho", date(2026, 11, 20)).limit == Limit(Unit.WORKING_DAY, 2)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_confirms(role):
    ward = make_ward()
    (procedure,) = load(make_doubtful_row())

    with pytest.raises(NotPermitted) as refused:
        actions.confirm_limit(official(ward, role), procedure, limit=FIVE_DAYS, note=NOTE)

    assert refused.value.code == "procedures:confirm"
    assert not Version.objects.filter(ward=ward).exists()
    assert not Subject.objects.of(ward).exists()


def test_a_citizen_does_not_confirm():
    with pytest.raises(NotPermitted):
        policy.check(citizen(make_ward()).actor)


@pytest.mark.parametrize(
    ("limit", "note", "code"),
    [
        (FIVE_DAYS, "  tra rồi ", "procedures.confirm.note"),
        (FIVE_DAYS, "x" * 1001, "procedures.confirm.note"),
        (Limit(Unit.HANDOVER), NOTE, "procedures.confirm.unit"),
        (Limit(Unit.WORKING_HOUR, 1.5), NOTE, "procedures.confirm.number"),
        (Limit(Unit.WORKING_DAY, 1000), NOTE, "procedures.confirm.number"),
    ],
)
def test_what_may_not_be_confirmed_leaves_no_trace(limit, note, code):
    ward = make_ward()
    (procedure,) = load(make_doubtful_row())

    with pytest.raises(RuleBroken) as refused:
        actions.confirm_limit(official(ward, Role.ADMINISTRATOR), procedure, limit=limit, note=note)

    assert refused.value.code == code
    assert not Version.objects.filter(ward=ward).exists()


def test_what_has_ended_is_not_confirmed():
    ward = make_ward()
    (procedure,) = load(make_doubtful_row(valid_to=date(2026, 1, 1)))
    with pytest.raises(RuleBroken) as refused:
        actions.confirm_limit(
            official(ward, Role.ADMINISTRATOR), procedure, limit=FIVE_DAYS, note=NOTE
        )
    assert refused.value.code == "procedures.not-in-force"
