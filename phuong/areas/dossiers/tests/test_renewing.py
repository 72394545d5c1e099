"""A lost receipt is printed anew; and who signs where the chair is away."""

import pytest

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, take_in
from phuong.kernel.access.roles import Role
from phuong.kernel.errors import NotPermitted, RuleBroken
from phuong.kernel.people.models import Absence, Substitution
from phuong.kernel.wards.remembered import forget_all
from phuong.kernel.workflow.api import WorkItem
from tests.support.builders import (
    BEGINNING,
    TUESDAY,
    WEDNESDAY,
    browser_of,
    load_law_values,
    make_person,
    post_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    load_law_values()
    return make_desk()


def test_the_old_secret_stops_and_no_promise_moves(desk):
    dossier = take_in(desk)
    old = dossier.secret
    by = desk.of(desk.reception, TUESDAY)
    after = actions.renew_receipt(by, dossier, checked="identity-card")
    assert after.secret != old
    assert policy.by_proof(desk.ward.pk, [after.code], old) is None
    assert policy.by_proof(desk.ward.pk, [after.code], after.secret) == after
    assert after.shown_promise_at == dossier.shown_promise_at


def test_without_a_look_at_who_asks_nothing_is_renewed(desk):
    dossier = take_in(desk)
    with pytest.raises(RuleBroken):
        actions.renew_receipt(desk.of(desk.reception, TUESDAY), dossier, checked="")
    with pytest.raises(NotPermitted):
        actions.renew_receipt(desk.of(desk.leader, TUESDAY), dossier, checked="passport")
    dossier.refresh_from_db()
    assert dossier.secret_turn == 1


def test_the_desk_prints_the_new_receipt_at_once(desk):
    dossier = take_in(desk)
    browser = browser_of(desk.reception)
    page = browser.post(
        f"/can-bo/ho-so/{dossier.code}/cap-lai-giay-hen/",
        {"checked": "identity-card"},
        follow=True,
    )
    dossier.refresh_from_db()
    assert dossier.secret_turn == 2
    assert dossier.secret in page.content.decode()


def _away(desk, person):
    Absence.objects.create(ward=desk.ward, person=person, reason="phep", valid_from=BEGINNING)
    forget_all()


def test_the_vice_chair_gets_what_is_to_sign_while_the_chair_is_away(desk):
    vice = make_person(desk.ward, Role.LEADER, name="Lê Văn Phó")
    Substitution.objects.create(
        ward=desk.ward, post=post_of(vice), for_post=post_of(desk.leader),
        formula="KT.", valid_from=BEGINNING,
    )  # fmt: skip
    forget_all()
    here = make_dossier(desk, State.SIGNING)
    assert WorkItem.objects.of(desk.ward).get(subject_id=here.id).post_id == post_of(desk.leader).id
    _away(desk, desk.leader)
    dossier = make_dossier(desk, State.SIGNING)
    item = WorkItem.objects.of(desk.ward).get(subject_id=dossier.id)
    assert item.post_id == post_of(vice).id
    done = actions.sign(desk.of(vice, WEDNESDAY), desk.ward, dossier)
    assert done.state == State.READY
    from phuong.areas.dossiers.queries import signers

    signed = signers.of_person(desk.ward.pk, WEDNESDAY.date(), vice.id, vice.name)
    assert signed.authority.startswith("KT. ")


def test_where_nobody_can_sign_it_waits_for_the_chair(desk):
    _away(desk, desk.leader)
    dossier = make_dossier(desk, State.SIGNING)
    assert queries.signer(dossier, WEDNESDAY.date()).post_id == post_of(desk.leader).id


@pytest.mark.parametrize("state", [State.STOPPED, State.NOT_ACCEPTED], ids=str)
def test_what_ended_with_a_next_step_does_not_say_that_nothing_is_left_to_do(desk, state):
    dossier = make_dossier(desk, state)
    browser = browser_of()
    browser.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    page = browser.get(f"/ho-so/{dossier.code}/").content.decode()
    assert "Mời đến trụ sở công an phường" in page
    assert "Ông/bà không phải làm gì thêm" not in page.partition("Tin đã báo")[0]
