"""Processes killed at any moment, under load: nothing half, nothing doubled, nothing lost.

`python3 run.py test --sqlite -k killed --kills 1000` is the long run (with `--postgres` on that
server); what it printed is kept in docs/reference/kill-runs.md.
"""

import random
from collections import Counter

import pytest

from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.tests.builders import make_desk
from phuong.delivery.agreement import disagreements
from phuong.kernel.audit import proof
from phuong.kernel.audit.api import Event
from phuong.kernel.documents.models import Attachment
from phuong.kernel.documents.store import store
from phuong.kernel.errors import Refusal
from tests.support import databases
from tests.support.builders import NEXT_MONDAY
from tests.support.kill_runs import FILING, Told, Worker
from tests.support.lives import all_lives

pytestmark = pytest.mark.slow
SET_BACK = proof.SENTENCES["clock-back"]
# A round is two workers on one ward, killed one after the other.
PER_ROUND = 2
LONGEST = 0.7
# Their moves are about whoever is next and not about one thing; `test_lives` breaks each of them.
OF_A_QUEUE = {"hall"}


def what_disagrees():
    """Return what no longer follows from the rows.

    Builders make papers without a content, and act at moments of their own, also on a queue that
    somebody called from later: a clock set back is no fault here.
    """
    found = disagreements(NEXT_MONDAY, tell=lambda line: None)
    return [one for one in found if one.code != "file" and SET_BACK not in one.words]


def events_of(subject_id, ward):
    return Event.objects.of(ward).filter(subject_id=subject_id).count()


def check_kept(told: Told, ward) -> None:
    """Everything that was acknowledged is there, once."""
    for subject_id, number in told.done:
        assert events_of(subject_id, ward) >= number
    for code, sha256 in told.filed:
        dossier = Dossier.objects.of(ward).get(code=code)
        paper = Attachment.objects.of(ward).get(subject_id=dossier.id)
        assert paper.sha256 == sha256
        assert store().content_path(sha256).stat().st_size == 20_000


def try_again(told: Told, place) -> str:
    """Send the act again that was under way, as a person does; it is made once."""
    attempt = told.under_way
    if attempt is None:
        return ""
    lives = all_lives()[told.area]
    happened = events_of(attempt.row.id, place.ward) > attempt.events
    try:
        lives.act(place, lives.life[attempt.move], attempt.row, attempt.request_id)()
    except Refusal:
        # The other worker moved things on meanwhile; nothing of the first try may be left.
        assert events_of(attempt.row.id, place.ward) == attempt.events
        return "refused on the second try"
    left = lives.events.get(attempt.move, 1)
    assert events_of(attempt.row.id, place.ward) == attempt.events + left
    return "answered again" if happened else "made on the second try"


def one_round(area: str, chance: random.Random, count: Counter[str]) -> None:
    place = make_desk() if area == FILING else all_lives()[area].make_place()
    workers = [
        Worker(area, place, chance.uniform(0, LONGEST), chance.getrandbits(32))
        for _each in range(PER_ROUND)
    ]
    for told in [worker.end() for worker in workers]:
        check_kept(told, place.ward)
        count["killed"] += 1
        count["acknowledged"] += len(told.done) + len(told.filed)
        if told.under_way is not None:
            count["killed within an act"] += 1
            count[try_again(told, place)] += 1
    assert what_disagrees() == [], area
    if area != FILING:
        all_lives()[area].check_whole(place.ward)


def test_invariant_09_whatever_is_killed_at_any_moment_nothing_is_half_or_lost(
    committed_db, pytestconfig, capsys
):
    kills = pytestconfig.getoption("--kills")
    chance = random.Random(20261122)  # noqa: S311 - the same run again, not a secret
    areas = [*sorted(set(all_lives()) - OF_A_QUEUE), FILING]
    count: Counter[str] = Counter()
    for number in range(max(1, kills // PER_ROUND)):
        with databases.fresh_copy():
            one_round(areas[number % len(areas)], chance, count)
    assert count["acknowledged"] > count["killed"] / 2
    with capsys.disabled():
        print("\n" + ", ".join(f"{number} {what}" for what, number in sorted(count.items())))
