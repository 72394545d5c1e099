"""Links are followed both ways; nothing that was offered is lost."""

import json
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from phuong.kernel.access.api import Role
from phuong.kernel.audit import kinds
from phuong.kernel.audit.api import Digest, Event, open_subject
from phuong.kernel.errors import NotVisible, RuleBroken, WrongState
from phuong.kernel.links.api import (
    Link,
    Referral,
    decline,
    neighbours,
    offer,
    ownerless,
    take,
    tie,
    waiting,
)
from phuong.kernel.wards.api import OtherWard
from tests.support.builders import MONDAY, TUESDAY, make_kind, make_ward, official


@pytest.fixture
def hidden(monkeypatch):
    """Make the kinds `report` and `case` known; return the set of subjects not to be read."""
    subjects = set()
    monkeypatch.setattr(kinds, "_kinds", {})
    for code in ("report", "case"):
        kinds.register(make_kind(code, subjects))
    return subjects


@pytest.fixture
def chairs(db, hidden):
    """The chair of each of two wards."""
    return tuple(official(make_ward(prefix), Role.LEADER) for prefix in ("PA", "PB"))


def subject(occasion, kind, code):
    return open_subject(occasion, kind, code, f"{kind}s.open")


def events_of(subject):
    rows = Event.objects.of(subject.ward_id).filter(subject=subject).order_by("seq")
    return [(row.verb, json.loads(row.body)["facts"]) for row in rows]


class TestTies:
    def test_a_tie_is_made_once(self, chairs, django_assert_statements):
        for chair in chairs:
            report, case = subject(chair, "report", "1"), subject(chair, "case", "2")
            for _ in range(2):
                with django_assert_statements(1, exact=True):
                    tie(chair, report, case, "case")
            tie(chair, report, case, "other")
            rows = Link.objects.of(chair.ward_id).order_by("kind")
            assert list(rows.values_list("source_id", "target_id", "kind", "at")) == [
                (report.id, case.id, "case", MONDAY),
                (report.id, case.id, "other", MONDAY),
            ]

    def test_neighbours_are_found_both_ways(self, chairs, django_assert_statements):
        for chair in chairs:
            report, case = subject(chair, "report", "1"), subject(chair, "case", "2")
            second = subject(chair, "report", "3")
            tie(chair, report, case, "case")
            tie(chair, second, case, "case")
            # Both directions, and the cards of one kind.
            with django_assert_statements(2, exact=True):
                found = neighbours(chair, case.id)
            assert [(one.kind, one.outward, one.card.code) for one in found] == [
                ("case", False, "1"),
                ("case", False, "3"),
            ]
            (back,) = neighbours(chair, report.id)
            assert (back.outward, back.subject_id, back.card.code) == (True, case.id, "2")

    def test_a_neighbour_that_may_not_be_read_has_no_card(self, chairs, hidden):
        chair = chairs[0]
        report, case = subject(chair, "report", "1"), subject(chair, "case", "2")
        other = subject(chair, "nobody-s", "3")
        tie(chair, report, case, "case")
        tie(chair, report, other, "nobody-s")
        hidden.add(case.id)
        assert [one.card for one in neighbours(chair, report.id)] == [None, None]
        assert neighbours(chairs[1], report.id) == []

    def test_a_tie_to_another_ward_is_refused_at_commit(self, committed_db):
        ours, theirs = (official(make_ward(prefix), Role.LEADER) for prefix in ("PA", "PB"))
        with pytest.raises(IntegrityError), transaction.atomic():
            tie(ours, subject(ours, "report", "1"), subject(theirs, "case", "2"), "case")
        assert not Link.objects.country_wide().exists()


class TestReferrals:
    def test_an_offer_waits_with_the_area_that_owns_the_kind(self, chairs):
        for chair in chairs:
            report = subject(chair, "report", "1")
            referral = offer(chair, report, "case")
            (found,) = waiting(chair.ward_id, "case")
            assert (found, found.source.code, found.offered_at) == (referral, "1", MONDAY)
            assert waiting(chair.ward_id, "task") == ownerless(chair.ward_id) == []
            assert events_of(report)[1] == (
                "links.offer",
                {"referral": str(referral.id), "wanted": "case"},
            )

    def test_offers_wait_in_the_order_in_which_they_were_made(self, chairs):
        chair = chairs[0]
        second = offer(replace(chair, now=TUESDAY), subject(chair, "report", "1"), "case")
        first = offer(chair, subject(chair, "report", "2"), "case")
        assert waiting(chair.ward_id, "case") == [first, second]

    def test_what_no_area_owns_is_the_chair_s_to_decide(self, chairs):
        for chair in chairs:
            report = subject(chair, "report", "1")
            lost = offer(chair, report, "discipline")
            offer(chair, report, "case")
            assert ownerless(chair.ward_id) == [lost]
            decline(chair, lost, "Không có nơi nhận")
            assert ownerless(chair.ward_id) == []

    def test_where_no_area_is_installed_everything_is_the_chair_s(self, chairs, monkeypatch):
        monkeypatch.setattr(kinds, "_kinds", {})
        referral = offer(chairs[0], subject(chairs[0], "report", "1"), "case")
        assert ownerless(chairs[0].ward_id) == [referral]

    def test_whoever_takes_a_matter_up_ties_it_to_what_was_opened(self, chairs):
        for chair in chairs:
            report = subject(chair, "report", "1")
            referral = offer(chair, report, "case")
            later = replace(chair, now=TUESDAY)
            case = subject(later, "case", "2")
            taken = take(later, referral, case)
            assert (taken.state, taken.target, taken.answered_at) == ("taken", case, TUESDAY)
            assert [one.card.code for one in neighbours(chair, report.id)] == ["2"]
            assert waiting(chair.ward_id, "case") == []
            assert events_of(report)[2] == (
                "links.take",
                {"referral": str(referral.id), "target": str(case.id)},
            )

    def test_whoever_declines_says_why_and_the_words_stay_out_of_history(self, chairs):
        chair = chairs[0]
        report = subject(chair, "report", "1")
        referral = decline(chair, offer(chair, report, "case"), "Không đủ căn cứ")
        referral.refresh_from_db()
        assert (referral.state, referral.reason) == ("declined", "Không đủ căn cứ")
        digest = Digest.of(referral.salt, "Không đủ căn cứ").hexadecimal
        verb, said = events_of(report)[2]
        assert (verb, said["reason"]) == ("links.decline", f"sha256:{digest}")
        assert "căn cứ" not in Event.objects.of(chair.ward_id).get(verb="links.decline").body

    @pytest.mark.parametrize("reason", ["", "  ", "\n\t"])
    def test_declining_without_a_reason_is_refused_and_leaves_nothing(self, chairs, reason):
        report = subject(chairs[0], "report", "1")
        referral = offer(chairs[0], report, "case")
        with pytest.raises(RuleBroken) as refused:
            decline(chairs[0], referral, reason)
        assert (refused.value.code, refused.value.field) == ("links.decline.reason", "reason")
        assert waiting(chairs[0].ward_id, "case") == [referral]
        assert len(events_of(report)) == 2

    def test_a_matter_is_answered_once(self, chairs):
        chair = chairs[0]
        referral = offer(chair, subject(chair, "report", "1"), "case")
        case = subject(chair, "case", "2")
        take(chair, referral, case)
        for answer in (lambda: take(chair, referral, case), lambda: decline(chair, referral, "x")):
            with pytest.raises(WrongState) as refused:
                answer()
            assert refused.value.code == "links.answered"
        assert Referral.objects.of(chair.ward_id).get().state == "taken"

    def test_a_matter_of_another_ward_cannot_be_answered(self, chairs):
        ours, theirs = chairs
        referral = offer(ours, subject(ours, "report", "1"), "case")
        with pytest.raises(NotVisible):
            decline(theirs, referral, "x")
        with pytest.raises(NotVisible):
            take(theirs, referral, subject(theirs, "case", "2"))
        with pytest.raises(OtherWard):
            take(ours, referral, subject(theirs, "case", "3"))
        assert waiting(ours.ward_id, "case") == [referral]

    @pytest.mark.parametrize(
        "half",
        [
            {"state": "taken", "answered_at": MONDAY},
            {"state": "declined", "answered_at": MONDAY},
            {"state": "declined", "reason": "x"},
            {"state": "offered", "answered_at": MONDAY},
        ],
    )
    def test_the_database_keeps_no_half_answer(self, chairs, half):
        referral = offer(chairs[0], subject(chairs[0], "report", "1"), "case")
        with pytest.raises(IntegrityError), transaction.atomic():
            Referral.objects.of(chairs[0].ward_id).filter(id=referral.id).update(**half)
