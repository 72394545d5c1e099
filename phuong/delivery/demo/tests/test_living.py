"""The demo ward is one that people could have left behind after sixty days of work."""

import pytest
from django.db.models import F

from phuong.areas.dossiers import api as dossiers
from phuong.areas.dossiers.api import Dossier, State, models
from phuong.areas.procedures import api as procedures
from phuong.areas.tasks.api import State as TaskState
from phuong.areas.tasks.api import Task
from phuong.delivery.accounts import DEMO_PASSWORD, demo_accounts
from phuong.delivery.demo.make import make
from phuong.delivery.demo.tests.conftest import NOW, NUMBER, SEED
from phuong.kernel.access import directory
from phuong.kernel.access.api import HERE, Role
from phuong.kernel.access.models import Grant
from phuong.kernel.access.queries import actor_of_person
from phuong.kernel.audit import proof
from phuong.kernel.audit.api import Event
from phuong.kernel.documents.api import Attachment
from phuong.kernel.law import api as law
from phuong.kernel.measures import api as measures
from phuong.kernel.measures.models import Delta
from phuong.kernel.notices.models import Notice
from phuong.kernel.people.models import Account, Area, Person, Post
from phuong.kernel.workflow.api import WorkItem
from tests.support.builders import browser_of

TODAY = NOW.date()
pytestmark = pytest.mark.slow


def test_every_state_of_the_life_has_dossiers(living):
    assert living.is_new
    assert living.dossiers == NUMBER
    assert set(living.states) == {str(state.value) for state in State}


def test_tasks_stand_in_every_state_late_ones_and_extended_ones_among_them(living):
    mine = Task.objects.of(living.ward)
    assert set(mine.values_list("state", flat=True)) == {str(one.value) for one in TaskState}
    assert mine.late(TODAY).exists()
    assert mine.filter(extended__gt=0).exists()
    assert {True, False} == set(
        mine.filter(on_time__isnull=False).values_list("on_time", flat=True)
    )
    assert not mine.filter(closed_by_id=F("doer_id")).exists()


def test_some_are_late_some_are_due_today_and_most_results_were_on_time(living):
    mine = Dossier.objects.of(living.ward)
    assert mine.late(TODAY).exists()
    assert mine.running().filter(target_on=TODAY).exists()
    on_time, late = (mine.filter(on_time=answer).count() for answer in (True, False))
    assert late > 0
    assert on_time / (on_time + late) > 0.8


def test_every_chain_and_every_seal_holds(living):
    verdict = proof.verify(living.ward.pk)
    assert verdict.broken is None
    assert verdict.events == Event.objects.of(living.ward).count() > 200
    assert verdict.seals > 60


def test_the_figures_are_folded_and_equal_the_rows_behind_them(living):
    ward_id = living.ward.pk
    assert not Delta.objects.of(ward_id).exists()
    chair = actor_of_person(Person.objects.of(ward_id).get(account__login="chutich"), NOW)
    for measure in measures.all_measures():
        [total] = measures.totals(ward_id, [measures.Ask(measure.code)])
        rows = measure.rows(chair, measures.Window()).count()
        assert sum(total.values()) == rows, measure.code
        # Nobody has a certificate here, results are signed on paper; nobody pays from afar.
        none = {"dossiers.electronic", "dossiers.paid_online"}
        # Nobody asked for what the ward has, or found a paper that was not needed.
        none |= {"dossiers.asked_again", "dossiers.unneeded"}
        assert (rows > 0) == (measure.code not in none), measure.code


def test_each_living_dossier_waits_with_whom_it_should_and_no_closed_one_does(living):
    wanted = {}
    for dossier in Dossier.objects.of(living.ward):
        if (who := dossiers.who_next(dossier, TODAY)) is not None:
            due_at = dossier.target_at if dossier.is_running else None
            wanted[dossier.id] = (who.post_id, who.person_id, dossier.state, due_at)
    found = WorkItem.objects.of(living.ward).filter(kind="dossier")
    assert wanted == {
        item.subject_id: (item.post_id, item.person_id, item.state, item.due_at) for item in found
    }


def test_nothing_happened_after_now_and_officials_acted_in_their_hours(living):
    calendar = law.calendar(living.ward.pk)
    events = list(Event.objects.of(living.ward).values_list("at", "actor_id"))
    assert max(at for at, _actor in events) <= NOW
    for at, actor_id in events:
        here = at.astimezone(HERE)
        minute = here.hour * 60 + here.minute
        sessions = calendar.sessions_of(here.date())
        assert actor_id is None or any(s.opens <= minute < s.closes for s in sessions), here


def test_codes_and_numbers_follow_the_order_of_time(living):
    signed = models.Result.objects.of(living.ward).exclude(number="").order_by("signed_at")
    # Certified copies have numbers of their own books.
    copies = models.Certification.objects.of(living.ward).values("result_id")
    drawn = signed.exclude(id__in=copies).values_list("number", flat=True)
    numbers = [int(number.split("/")[0]) for number in drawn]
    assert numbers == list(range(1, len(numbers) + 1))
    events = Event.objects.of(living.ward).order_by("id").values_list("at", flat=True)
    assert list(events) == sorted(events)


def test_refusals_supplements_papers_and_words_to_the_citizen_are_there(living):
    mine = living.ward
    for note in models.Note.objects.of(mine).filter(move__in=["stop", "not_accept"]):
        assert note.reason
        assert note.basis
        assert note.next_step
    assert models.SupplementRequest.objects.of(mine).filter(answered_at__isnull=False).exists()
    assert Attachment.objects.of(mine).exists()
    assert Notice.objects.of(mine).exists()


def test_every_field_goes_to_a_unit_that_has_a_head_and_specialists(living):
    ward_id = living.ward.pk
    routes = dict(models.Route.objects.of(ward_id).values_list("field", "unit_id"))
    for field in procedures.fields(ward_id, TODAY):
        unit_id = routes[field.code]
        for role in (Role.UNIT_HEAD, Role.SPECIALIST):
            assert directory.holders(ward_id, TODAY, role, unit_id), (field.code, role)


def test_the_organisation_has_one_top_and_eight_neighbourhoods(living):
    posts = Post.objects.of(living.ward)
    assert [post.code for post in posts.filter(superior__isnull=True)] == ["bi-thu"]
    slugs = set(Area.objects.of(living.ward).values_list("slug", flat=True))
    assert len(slugs) == 8
    heads = Grant.objects.of(living.ward).filter(role=Role.AREA_HEAD)
    assert set(heads.values_list("post__unit__code", flat=True)) == slugs


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_somebody_of_every_role_logs_in_and_sees_the_page_their_day_begins_with(living, role):
    ward = living.ward
    logins = set(
        Grant.objects.of(ward)
        .filter(role=role, post__appointments__person__account__is_demo=True)
        .values_list("post__appointments__person__account__login", flat=True)
    )
    assert logins <= {account.login for account in demo_accounts(ward.pk)}
    browser = browser_of()
    answer = browser.post(
        "/dang-nhap/", {"login": min(logins), "password": DEMO_PASSWORD}, follow=True
    )
    assert answer.redirect_chain
    assert answer.status_code == 200
    assert b"p-demo" in answer.content


def test_a_second_run_changes_nothing(living):
    def counts():
        models_of_wards = (Person, Event, Dossier, Notice, WorkItem)
        rows = [model.objects.of(living.ward).count() for model in models_of_wards]
        return [Account.objects.count(), *rows]

    before = counts()
    again = make(NOW, number=NUMBER, seed=SEED + 1)
    assert not again.is_new
    assert again.states == living.states
    assert counts() == before


def test_all_accounts_are_marked_and_have_the_one_password(living):
    assert not Account.objects.filter(is_demo=False).exists()
    some = Account.objects.all()[:2]
    assert [account.check_password(DEMO_PASSWORD) for account in some] == [True, True]
