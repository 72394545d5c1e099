"""Issuing: a number in order, the very same bytes again, and a new paper after a correction."""

from collections import UserDict
from typing import Any

import pytest
from django.db import connection

from phuong.kernel.audit.models import Event
from phuong.kernel.audit.trail import lock, record
from phuong.kernel.documents import jobs
from phuong.kernel.documents.models import IssuedDocument
from phuong.kernel.documents.official import api as official
from phuong.kernel.documents.official.api import Printed, issue
from phuong.kernel.documents.official.tests.made import facts, text_of, the
from phuong.kernel.documents.store import store
from phuong.kernel.documents.tests.conftest import make_occasion, make_subject, make_ward
from phuong.kernel.errors import NotVisible, RuleBroken, WrongState
from phuong.kernel.numbering import api as numbering

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contents")]
VERB = "dossiers.issue_form"


class Desk:
    """A ward with one subject."""

    def __init__(self, prefix: str = "XK") -> None:
        self.ward = make_ward(prefix)
        self.occasion = make_occasion(self.ward)
        self.subject = make_subject(self.occasion, f"{prefix}-261123-0001")

    def issue(self, value: str = "một", form: str = "receipt", **how: Any) -> IssuedDocument:
        printed = Printed(the(form), facts(the(form), value), **how)
        return issue(self.occasion, self.ward, self.subject.id, VERB, lambda: printed)


@pytest.fixture
def desk(contents):
    return Desk()


def bytes_of(paper: IssuedDocument) -> bytes:
    return store().content_path(paper.sha256).read_bytes()


def test_a_paper_has_its_number_its_hash_and_its_event(desk):
    paper = desk.issue()
    assert (paper.number, paper.form, paper.version) == ("1/TTPVHCC", "receipt", "01/2025")
    assert "Số: 1/TTPVHCC" in text_of(bytes_of(paper))
    event = Event.objects.of(desk.ward.pk).filter(verb=VERB).get()
    assert '"number":"1/TTPVHCC"' in event.body
    assert paper.sha256 not in event.body  # salted: who has a copy cannot test a guess


def test_printed_again_it_is_the_very_same(desk):
    first, again = desk.issue(), desk.issue()
    assert (first.id, first.sha256) == (again.id, again.sha256)
    assert Event.objects.of(desk.ward.pk).filter(verb=VERB).count() == 1


def test_another_qr_alone_makes_no_other_paper(desk):
    first = desk.issue()
    printed = Printed(the("receipt"), facts(the("receipt"), "một"))
    object.__setattr__(printed.facts, "qr", "https://other.example/")
    assert issue(desk.occasion, desk.ward, desk.subject.id, VERB, lambda: printed).id == first.id


def test_after_a_correction_a_new_paper_takes_the_place_and_the_old_one_stays(desk):
    old = desk.issue("sai")
    before = bytes_of(old)
    new = desk.issue("đúng")
    old = official.get(desk.ward.pk, desk.subject.id, old.id)
    assert (new.number, old.superseded_by_id, old.is_superseded) == ("2/TTPVHCC", new.id, True)
    assert "(Thay thế văn bản số 1/TTPVHCC)" in text_of(bytes_of(new))
    assert bytes_of(old) == before
    assert official.current(desk.ward.pk, desk.subject.id, "receipt").id == new.id
    assert [one.id for one in official.of_subject(desk.ward.pk, desk.subject.id)] == [
        old.id,
        new.id,
    ]


def test_two_requests_have_a_paper_each(desk):
    first = desk.issue(form="supplement", occurrence="a")
    second = desk.issue(form="supplement", occurrence="b")
    assert [first.number, second.number] == ["1/HDHS", "2/HDHS"]
    assert not IssuedDocument.objects.of(desk.ward.pk).exclude(superseded_at=None).exists()


def test_a_number_that_the_signing_drew_is_the_paper_s(desk):
    drawn = numbering.draw(desk.ward, the("apology").series, facts(the("apology")).day)
    paper = desk.issue(form="apology", number=drawn)
    corrected = desk.issue("đúng", form="apology", number=drawn)
    assert (drawn, paper.number, corrected.number) == ("1/PXL", "1/PXL", "1/PXL")
    assert "Thay thế" not in text_of(bytes_of(corrected))


def test_who_is_overtaken_prints_anew_with_the_next_number(desk):
    """Another desk draws the number, or the subject moves on, while the paper is rendered."""
    taken: list[int] = []

    def gather():
        if not taken:
            taken.append(1)
            return Printed(the("receipt"), facts(the("receipt"), "trước"))
        return Printed(the("receipt"), facts(the("receipt"), "sau"))

    def overtaken():
        printed = gather()
        if taken == [1]:
            taken.append(2)
            numbering.draw(desk.ward, "form-receipt-centre", printed.facts.day)
            # The number is asked for after the facts are read: make what was read stale as well.
            record(desk.occasion, lock(desk.ward.pk, desk.subject.id), "dossiers.assign")
        return printed

    paper = issue(desk.occasion, desk.ward, desk.subject.id, VERB, overtaken)
    assert paper.number == "2/TTPVHCC"
    assert "sau" in text_of(bytes_of(paper))


def test_a_paper_of_a_subject_that_never_rests_is_refused_with_a_sentence(desk):
    def restless():
        record(desk.occasion, lock(desk.ward.pk, desk.subject.id), "dossiers.assign")
        return Printed(the("receipt"), facts(the("receipt")))

    with pytest.raises(WrongState) as refused:
        issue(desk.occasion, desk.ward, desk.subject.id, VERB, restless)
    assert refused.value.code == "documents.form.busy"
    assert numbering.upcoming(desk.ward, "form-receipt-centre", facts(the("receipt")).day)[0] == (
        "1/TTPVHCC"
    )


def test_a_refused_letter_leaves_no_number_no_row_and_no_event(desk):
    with pytest.raises(RuleBroken):
        desk.issue("😀")
    assert not IssuedDocument.objects.of(desk.ward.pk).exists()
    assert not Event.objects.of(desk.ward.pk).filter(verb=VERB).exists()
    assert desk.issue().number == "1/TTPVHCC"


def test_nothing_is_written_while_the_paper_is_made(desk):
    """Design §3, 9: rendering is slow work, and no transaction waits for it."""
    outside, seen = len(connection.savepoint_ids), []

    class Watching(UserDict):
        def keys(self):
            seen.append(len(connection.savepoint_ids) - outside)
            return super().keys()

    printed = Printed(the("receipt"), facts(the("receipt")))
    object.__setattr__(printed.facts, "texts", Watching(printed.facts.texts))
    issue(desk.occasion, desk.ward, desk.subject.id, VERB, lambda: printed)
    assert seen == [0]


def test_the_sweep_leaves_issued_papers_alone(desk):
    paper = desk.issue()
    assert jobs.held([paper.sha256, "0" * 64]) == {paper.sha256}


def test_a_paper_of_another_subject_or_ward_is_not_there(desk):
    paper, other = desk.issue(), Desk("NK")
    with pytest.raises(NotVisible):
        official.get(other.ward.pk, desk.subject.id, paper.id)
    with pytest.raises(NotVisible):
        official.get(desk.ward.pk, other.subject.id, paper.id)
    assert other.issue().number == "1/TTPVHCC"


def test_a_preview_keeps_nothing(desk):
    official.preview(Printed(the("receipt"), facts(the("receipt"))))
    assert not IssuedDocument.objects.of(desk.ward.pk).exists()
    assert list(store().addresses()) == []
