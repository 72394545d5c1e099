"""One visit with several matters: the person once, each matter by itself, one receipt for all."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.models import Applicant, Dossier, Visit
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier, right_name, take_in
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.tests.builders import make_row
from phuong.kernel.audit.api import Event
from phuong.kernel.documents.models import IssuedDocument
from phuong.kernel.documents.official.tests.made import squeezed, text_of
from phuong.kernel.errors import NotVisible, WrongState
from tests.support.builders import MONDAY, TUESDAY, browser_of, load_law_values

pytestmark = pytest.mark.django_db

SECOND = "trich-luc"


@pytest.fixture
def desk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    load_law_values()
    made = make_desk()
    procedures.load([make_row(), make_row(slug=SECOND, code="2.000635")])
    procedures.forget()
    return made


def photo(number):
    from PIL import Image

    kept = BytesIO()
    Image.new("RGB", (40, 40), (number, 90, 160)).save(kept, "PNG")
    return SimpleUploadedFile(f"{number}.png", kept.getvalue())


def posted(page, **values):
    """Fill in what a page of reception offers, as a browser would send it."""
    found = re.findall(r'name="(visit|request_id)" value="([^"]*)"', page.content.decode())
    given = {"name": "Nguyễn Thị Hường", "phone": "0905 123 412", "for_whom": "self"}
    given |= {"return_method": "counter", "outcome": "receive", "paper-to-khai": "original"}
    return given | dict(found) | values


def second(desk, dossier, browser=None, **values):
    """Take in the next matter of whoever handed in a dossier, through the pages."""
    browser = browser or browser_of(desk.reception)
    opened = browser.post(f"/can-bo/ho-so/{dossier.code}/them-viec/")
    address = f"{opened['Location']}&thu-tuc={SECOND}"
    return browser.post(address, posted(browser.get(address), **values))


def test_the_next_matter_has_the_person_already_there(desk):
    dossier, browser = take_in(desk), browser_of(desk.reception)
    opened = browser.post(f"/can-bo/ho-so/{dossier.code}/them-viec/")
    chosen = browser.get(opened["Location"]).content.decode()
    assert f"thu-tuc={SECOND}&amp;luot=LD-{dossier.code}" in chosen or "luot" in chosen
    page = browser.get(f"{opened['Location']}&thu-tuc={SECOND}").content.decode()
    assert 'value="Nguyễn Thị Hường"' in page
    assert 'value="090 512 3412"' in page


def test_each_matter_has_its_own_code_life_and_person_and_all_one_visit(desk):
    first = take_in(desk)
    answered = second(desk, first)
    assert answered.status_code == 302, answered.content.decode()
    one, other = Dossier.objects.of(desk.ward).order_by("created_at", "id")
    assert one.code != other.code
    assert one.visit_id == other.visit_id is not None
    assert one.applicant_id != other.applicant_id
    assert Applicant.objects.of(desk.ward).count() == 2
    assert {event.verb for event in Event.objects.of(desk.ward).filter(subject_id=one.id)} == {
        "dossiers.take_in",
        "dossiers.join_visit",
    }
    [filed] = Event.objects.of(desk.ward).filter(subject_id=other.id)
    assert str(one.visit_id) in filed.body


def test_a_third_matter_joins_the_same_visit(desk):
    first = take_in(desk)
    second(desk, first)
    second(desk, first)
    assert Visit.objects.of(desk.ward).count() == 1
    assert Dossier.objects.of(desk.ward).filter(visit__isnull=False).count() == 3


def test_each_post_of_a_visit_keeps_the_budget_of_filing(desk, django_assert_statements):
    dossier, browser = take_in(desk), browser_of(desk.reception)
    second(desk, dossier, browser)  # what a process remembers
    with django_assert_statements(14):
        opened = browser.post(f"/can-bo/ho-so/{dossier.code}/them-viec/")
    address = f"{opened['Location']}&thu-tuc={SECOND}"
    data = posted(browser.get(address), attached=[photo(number) for number in range(3)])
    with django_assert_statements(14):
        made = browser.post(address, data)
    assert made.status_code == 302, made.content.decode()
    again = data | {"attached": [photo(number) for number in range(3)]}
    with django_assert_statements(5):
        assert browser.post(address, again)["Location"] == made["Location"]
    assert Dossier.objects.of(desk.ward).count() == 3


def test_another_person_does_not_come_onto_the_receipt(desk):
    answered = second(desk, take_in(desk), name="Lê Thị Hoa")
    assert answered.status_code == 422
    assert "Lượt này của người khác" in answered.content.decode()
    assert Dossier.objects.of(desk.ward).count() == 1


def test_a_visit_that_nobody_opened_is_not_believed(desk):
    answered = second(desk, take_in(desk), visit="abc:def")
    assert answered.status_code == 404
    assert Dossier.objects.of(desk.ward).count() == 1


def test_two_who_press_at_once_open_one_visit(desk):
    dossier = take_in(desk)
    one, other = (
        actions.open_visit(desk.of(desk.reception, MONDAY), dossier) for _time in range(2)
    )
    assert one == other


def test_what_is_not_handed_in_has_no_next_matter(desk):
    draft = make_dossier(desk, State.PREPARED)
    with pytest.raises(WrongState):
        actions.open_visit(desk.of(desk.reception, TUESDAY), draft)


def receipt(desk, visit, browser=None):
    browser = browser or browser_of(desk.reception)
    browser.post(f"/can-bo/luot/{visit.code}/phat-hanh/")
    return IssuedDocument.objects.of(desk.ward).filter(subject_id=visit.id).holding().get()


def words_of(desk, visit, paper):
    sent = browser_of(desk.reception).get(f"/can-bo/luot/{visit.code}/ban-in/{paper.id}/")
    return squeezed(text_of(b"".join(sent.streaming_content)))


def test_one_receipt_lists_all_with_code_secret_and_promised_day(desk):
    second(desk, take_in(desk))
    visit = Visit.objects.of(desk.ward).get()
    told = words_of(desk, visit, receipt(desk, visit))
    for dossier in Dossier.objects.of(desk.ward):
        assert squeezed(dossier.code) in told
        assert dossier.secret in told
    assert squeezed("Nguyễn Thị Hường") in told
    assert squeezed("2 việc") in told


def test_a_receipt_is_printed_anew_when_a_matter_was_added_corrected_or_its_slip_lost(desk):
    first, browser = take_in(desk), browser_of(desk.reception)
    second(desk, first)
    visit = Visit.objects.of(desk.ward).get()
    papers = [receipt(desk, visit, browser), receipt(desk, visit, browser)]
    assert papers[0] == papers[1]  # the same is not printed twice
    second(desk, first)
    papers.append(receipt(desk, visit, browser))
    lost = actions.renew_receipt(desk.of(desk.reception, TUESDAY), first, checked="identity-card")
    papers.append(receipt(desk, visit, browser))
    assert lost.secret in words_of(desk, visit, papers[-1])
    actions.correct(desk.of(desk.reception, TUESDAY), lost, right_name(lost))
    papers.append(receipt(desk, visit, browser))
    assert squeezed("Nguyễn Thị Hưởng") in words_of(desk, visit, papers[-1])
    assert len({paper.number for paper in papers}) == 4


def test_the_code_of_the_receipt_tells_of_each_matter_and_of_no_person(desk):
    second(desk, take_in(desk))
    visit = Visit.objects.of(desk.ward).get()
    page = Client().get(f"/luot/{visit.token}/").content.decode()
    for dossier in Dossier.objects.of(desk.ward):
        assert dossier.code in page
        assert dossier.secret not in page
    assert "Hường" not in page
    assert "3412" not in page


def test_the_desk_alone_opens_the_receipt_with_its_secrets(desk):
    second(desk, take_in(desk))
    visit = Visit.objects.of(desk.ward).get()
    for person in (desk.specialist, desk.leader, desk.administrator):
        answered = browser_of(person).get(f"/can-bo/luot/{visit.code}/")
        assert answered.status_code in (403, 404)
    with pytest.raises(NotVisible):
        actions.issue_visit(desk.of(desk.specialist, TUESDAY), desk.ward, visit, qr=str, lookup="x")


def test_erasing_one_matter_takes_nothing_of_the_visit_that_names_a_person(desk):
    second(desk, take_in(desk))
    visit = Visit.objects.of(desk.ward).get()
    assert "Hường" not in str(Visit.objects.of(desk.ward).values_list().get())
    for event in Event.objects.of(desk.ward).filter(subject_id=visit.id):
        assert "Hường" not in event.body


def test_the_page_of_a_receipt_leads_on_to_the_next_matter(desk):
    dossier, browser = take_in(desk), browser_of(desk.reception)
    page = browser.get(f"/can-bo/ho-so/{dossier.code}/in/giay-hen/").content.decode()
    assert f"/can-bo/ho-so/{dossier.code}/them-viec/" in page
    second(desk, dossier, browser)
    page = browser.get(f"/can-bo/ho-so/{dossier.code}/in/giay-hen/").content.decode()
    assert f"/can-bo/luot/LD-{dossier.code}/" in page


def test_time_counts_from_the_next_working_day_where_this_one_does_not(desk):
    saturday = MONDAY.replace(day=21)
    dossier = take_in(desk, saturday)
    calendar = desk.of(desk.reception, saturday).calendar
    assert queries.counted_from(dossier, calendar) == date(2026, 11, 23)
    assert queries.counted_from(take_in(desk), calendar) is None
