"""A lost receipt is printed anew; and who signs where the chair is away."""

import pytest

from phuong.areas.dossiers import actions, policy, queries
from phuong.areas.dossiers.queries import signers
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import draft_apology, make_desk, make_dossier, take_in
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


def stand_in(desk, formula, **span):
    """Let another post sign in the chair's place while the chair is away."""
    other = make_person(desk.ward, Role.LEADER, name="Lê Văn Phó")
    Substitution.objects.create(
        ward=desk.ward, post=post_of(other), for_post=post_of(desk.leader),
        formula=formula, **({"valid_from": BEGINNING} | span),
    )  # fmt: skip
    forget_all()
    return other


@pytest.mark.parametrize("formula", ["KT.", "TUQ."])
def test_who_signs_in_another_s_place_gets_what_is_to_sign_while_the_chair_is_away(desk, formula):
    vice = stand_in(desk, formula)
    here = make_dossier(desk, State.SIGNING)
    assert WorkItem.objects.of(desk.ward).get(subject_id=here.id).post_id == post_of(desk.leader).id
    _away(desk, desk.leader)
    dossier = make_dossier(desk, State.SIGNING)
    item = WorkItem.objects.of(desk.ward).get(subject_id=dossier.id)
    assert item.post_id == post_of(vice).id
    done = actions.sign(desk.of(vice, WEDNESDAY), desk.ward, dossier)
    assert done.state == State.READY
    signed = signers.of_person(desk.ward.pk, WEDNESDAY.date(), vice.id, vice.name)
    assert signed.authority == f"{formula} {post_of(desk.leader).title}"


@pytest.mark.parametrize("formula", ["KT.", "TUQ."])
def test_the_printed_letter_says_in_whose_place_it_is_signed_and_whose_name_it_bears(desk, formula):
    vice = stand_in(desk, formula)
    _away(desk, desk.leader)
    dossier = draft_apology(desk, make_dossier(desk, State.IN_WORK))
    sent = actions.apologize(desk.of(vice, TUESDAY), desk.ward, dossier)
    said = queries.printed(sent, desk.ward, "thu-xin-loi", qr="", lookup="").facts.texts
    authority = f"{formula} {post_of(desk.leader).title}"
    assert (said["signer_authority"], said["signer"]) == (authority, vice.name)
    assert said["signer_title"] == post_of(vice).title
    browser = browser_of()
    browser.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    slip = browser.get(f"/ho-so/{dossier.code}/thu-xin-loi/").content.decode()
    assert f"{authority}<br>{post_of(vice).title}" in slip
    assert desk.leader.name not in slip


def test_who_signs_by_authorisation_signs_in_their_own_post_once_it_has_ended(desk):
    vice = stand_in(desk, "TUQ.", valid_to=TUESDAY.date())
    during, after = (
        signers.of_person(desk.ward.pk, at.date(), vice.id, vice.name)
        for at in (TUESDAY, WEDNESDAY)
    )
    assert during.authority.startswith("TUQ. ")
    assert after.authority == signers.OF_THE_WARD
    _away(desk, desk.leader)
    dossier = make_dossier(desk, State.SIGNING)
    assert queries.signer(dossier, WEDNESDAY.date()) is not None


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
