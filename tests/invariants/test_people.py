"""People: everybody sees what is theirs to see, in every list, count and figure alike."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import AT_HOME, LIFE, State
from phuong.delivery import work
from phuong.kernel.access.doors import may_enter
from phuong.kernel.access.queries import actor_of_person
from phuong.kernel.access.roles import Role
from phuong.kernel.audit.api import Event, Reading, Subject, kinds
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.tests.made import picture
from phuong.kernel.errors import RuleBroken
from phuong.kernel.law import api as law
from phuong.kernel.measures.api import Ask, Window, all_measures, totals
from phuong.kernel.workflow.api import worklist
from tests.invariants.world import (
    TWO_WARDS,
    fingerprint,
    make_place,
    routes,
    text_of,
    two_places,
)
from tests.support.builders import load_law_values
from tests.support.lives import all_lives

pytestmark = pytest.mark.django_db

WHO = [*map(str, Role), "other_unit"]


@pytest.fixture
def places():
    return two_places()


@pytest.fixture
def place():
    load_law_values()
    return make_place("PM", "mot.test")


def actor_of(place, who):
    return actor_of_person(place.people[who], timezone.now())


def readable_codes(place, who, *areas):
    """Return the codes of what somebody may read, of some areas or of all."""
    found = set()
    for area in areas or all_lives():
        rows = all_lives()[area].readable(actor_of(place, who))
        found |= set(rows.values_list("code", flat=True))
    return found


def codes_in(text):
    """Return the codes of all subjects of all wards that a page shows."""
    codes = Subject.objects.country_wide().values_list("code", flat=True)
    # Few codes are anywhere in a page; only of those the word's ends are looked at.
    return {code for code in codes if code in text and re.search(rf"\b{re.escape(code)}\b", text)}


@pytest.mark.long
def test_invariant_11_every_list_and_search_shows_readable_rows_alone(places):
    for who in WHO:
        here, there = places
        client, mine = here.browser(who), readable_codes(here, who)
        strange = set(Subject.objects.of(there.desk.ward).values_list("code", flat=True))
        assert not mine & strange
        field = here.desk.version.field_code
        for route, pattern in routes():
            if "<" in route:
                continue
            enters = may_enter(actor_of(here, who), getattr(pattern.callback, "door", ()))
            for query in ({}, {"q": "huong"}, {"q": "3412"}, {"q": "PM"}, {"linh-vuc": field}):
                page = client.get(f"/{route}", query, follow=True)
                assert codes_in(text_of(page)) <= mine, (route, query)
                if page.status_code == 404 and not enters:
                    break  # Refused at the door, where no question is read.


def test_invariant_11_search_and_cards_are_the_readable_rows(places):
    for who in WHO:
        here, _there = places
        actor = actor_of(here, who)
        assert {lives.kind for lives in all_lives().values()} <= {
            kind.code for kind in kinds.all_kinds()
        }
        for area, lives in all_lives().items():
            kind, mine = kinds.get(lives.kind), readable_codes(here, who, area)
            every = Subject.objects.country_wide().filter(kind=kind.code)
            cards = kind.cards(actor, list(every.values_list("id", flat=True)))
            assert {card.code for card in cards.values()} == mine
            if kind.find is None:
                # What is found on its own list alone, as a series of tasks is.
                continue
            found = kind.find(actor, lives.words, 100)
            assert {card.code for card in found} == mine
            assert len(list(kind.matching(actor, lives.words))) == len(mine)


def test_invariant_11_work_lists_and_their_counts_hold_readable_rows_alone(places):
    for who in WHO:
        here, _there = places
        actor, mine = actor_of(here, who), readable_codes(here, who)
        from phuong.kernel.access.api import Occasion

        now = timezone.now()
        occasion = Occasion(actor, now, law.calendar(here.desk.ward.pk, known_at=now))
        queues = work.queues(occasion)
        counts = worklist.counts(actor, {queue.slug: queue.filter for queue in queues})
        for queue in queues:
            lines = worklist.page(actor, queue.filter, size=99).lines
            assert {line.card.code for line in lines} <= mine
            assert counts[queue.slug] == len(lines), queue.slug


def test_invariant_11_nothing_readable_is_of_another_ward(places):
    here, _there = places
    for who in WHO:
        for area, life in all_lives().items():
            wards = set(life.readable(actor_of(here, who)).values_list("ward_id", flat=True))
            assert wards <= {here.desk.ward.pk}, (who, area)


def test_invariant_11_figures_open_to_readable_rows_alone(places):
    for who in WHO:
        here, there = places
        actor, mine = actor_of(here, who), readable_codes(here, who)
        for measure in all_measures():
            if measure.private:  # what was said in confidence names no record at all
                address = {"chi-tieu": measure.code}
                assert here.browser(who).get("/lanh-dao/ho-so/", address).status_code == 404
                continue
            if measure.cards is not None:  # the catalogue, which is everybody's
                continue
            assert {row.code for row in measure.rows(actor, Window())} <= mine
        client = here.browser(who)
        may_oversee = who in ("leader", "secretary")
        before = client.get("/lanh-dao/").content
        assert (client.get("/lanh-dao/").status_code == 200) is may_oversee
        assert (there.desk.ward.name in before.decode()) is False
        (received,) = totals(here.desk.ward.pk, [Ask("dossiers.received")])
        everything = Dossier.objects.of(here.desk.ward).filter(received_at__isnull=False)
        assert sum(received.values()) == everything.count()


def test_invariant_11_two_wards_are_in_these_tests(places):
    assert len({place.desk.ward.pk for place in places}) == TWO_WARDS


def test_invariant_13_an_administrator_reads_nothing_and_moves_nothing(place):
    actor, client = actor_of(place, "administrator"), place.browser("administrator")
    assert not policy.readable(actor).exists()
    before = fingerprint()
    for state, dossier in place.dossiers.items():
        assert policy.open_moves(actor, dossier) == []
        assert client.get(f"/can-bo/ho-so/{dossier.code}/").status_code == 404, state
        for move in LIFE:
            assert client.get(f"/can-bo/ho-so/{dossier.code}/{move.slug}/").status_code == 404
    for page in ("/can-bo/tim/?q=huong", "/can-bo/viec/"):
        assert "Hường" not in client.get(page).content.decode()
    assert fingerprint() == before


def read(place, dossier):
    rows = Reading.objects.of(place.desk.ward).filter(subject_id=dossier.id)
    return sorted(rows.values_list("actor_id", "purpose"))


def test_invariant_14_every_page_of_one_dossier_leaves_one_row_a_quarter_and_reader(place):
    dossier = place.dossiers[State.SIGNING]
    leader = place.people["leader"].id
    client = place.browser("leader")
    pages = {
        "dossiers.workspace": f"/can-bo/ho-so/{dossier.code}/",
        "dossiers.print": f"/can-bo/ho-so/{dossier.code}/in/giay-hen/",
        "dossiers.move": f"/can-bo/ho-so/{dossier.code}/ky/",
    }
    for page in pages.values():
        assert client.get(page).status_code == 200
        assert client.get(page).status_code == 200
    found = read(place, dossier)
    assert set(found) == {(leader, purpose) for purpose in pages}
    # Two openings may fall on both sides of a quarter of an hour, never into three of them.
    assert len(pages) <= len(found) <= 2 * len(pages)
    events = Event.objects.of(place.desk.ward).filter(subject_id=dossier.id).count()
    assert events == len({*_bodies(place, dossier)})


def _bodies(place, dossier):
    return (
        Event.objects.of(place.desk.ward)
        .filter(subject_id=dossier.id)
        .values_list("body", flat=True)
    )


def test_invariant_14_who_was_refused_and_who_looks_at_their_own_leave_no_row(place):
    dossier = place.dossiers[State.SIGNING]
    for who in ("administrator", "other_unit"):
        assert place.browser(who).get(f"/can-bo/ho-so/{dossier.code}/").status_code == 404
    owner = place.browser()
    owner.post("/tra-cuu/", {"code": dossier.code, "proof": dossier.secret})
    for page in ("", "ngay-hen/", "giay-hen/"):
        assert owner.get(f"/ho-so/{dossier.code}/{page}").status_code == 200
    assert read(place, dossier) == []


@pytest.mark.parametrize(
    "name", ["MẬT.jpg", "Công văn MẬT.jpg", "TỐI MẬT 12.jpg", "TÀI LIỆU TUYỆT MẬT.jpg"]
)
def test_invariant_15_what_is_marked_secret_is_refused_with_the_way_on_paper(name):
    with pytest.raises(RuleBroken) as refused:
        documents.receive(SimpleUploadedFile(name, picture(), "image/jpeg"))
    assert refused.value.code == "documents.secret"


def test_invariant_15_a_secret_paper_at_the_counter_leaves_nothing_behind(place):
    before = fingerprint(leaving_out=("django_session", "people_account"))
    upload = SimpleUploadedFile("TỐI MẬT.jpg", picture(), "image/jpeg")
    given = {
        "name": "Nguyễn Văn An", "phone": "0905123412", "paper-to-khai": "original",
        "kind": "Giấy", "summary": "x", "attached": upload,
    }  # fmt: skip
    dossier = place.dossiers[State.IN_WORK]
    page = f"/can-bo/ho-so/{dossier.code}/trinh-ky/"
    answer = place.browser("specialist").post(page, given)
    assert answer.status_code == 422
    assert "bản giấy" in answer.content.decode()
    assert fingerprint(leaving_out=("django_session", "people_account")) == before


def test_invariant_11_nobody_but_its_owner_sees_a_draft(place):
    drafts = {place.dossiers[state].code for state in AT_HOME}
    for who in WHO:
        assert not readable_codes(place, who) & drafts
