"""Signing, replacing, revoking: killed after every statement, twice, and by two at once."""

import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.models import Dossier, Result, Standing
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.areas.dossiers.tests.lives import check_whole
from phuong.areas.dossiers.tests.test_results import address, certify, submitted
from phuong.kernel.audit.models import Event
from phuong.kernel.documents.signing.tests.authority import Authority
from phuong.kernel.errors import WrongState
from tests.support.builders import THURSDAY, load_law_values
from tests.support.killing import address_of_the_database
from tests.support.lives import at_once

pytestmark = pytest.mark.slow

# A process that forks before it has any connection: each child acts and is killed after one more
# statement than the one before, until one lives to the end.
KILLING = """
import os, signal, sys
import django
django.setup()
from django.db import connection
from phuong.areas.dossiers.tests.builders import Desk
from phuong.areas.dossiers.tests.lives import act_of
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import LIFE
from phuong.areas.dossiers.tests.test_results_broken import desk_of_the_ward
def act(last):
    desk, done = desk_of_the_ward(), 0
    def count(execute, *asked):
        nonlocal done
        answer = execute(*asked)
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer
    dossier = Dossier.objects.of(desk.ward).get()
    move = next(move for move in LIFE.moves if move.name == sys.argv[1])
    with connection.execute_wrapper(count):
        act_of(desk, move, dossier)()
for last in range(1, 200):
    child = os.fork()
    if not child:
        act(last)
        os._exit(0)
    _child, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
    if status != signal.SIGKILL:
        break
"""


def desk_of_the_ward():
    """Return the desk of the one ward there is, in a process that did not make it."""
    from phuong.areas.dossiers.tests.builders import Desk
    from phuong.areas.procedures import api as procedures
    from phuong.kernel.people.models import Person
    from phuong.kernel.wards.models import Ward

    ward = Ward.objects.get()
    names = {
        "reception": "Lê Thị Tiếp",
        "specialist": "Trần Văn Mai",
        "head": "Phạm Thị Trưởng",
        "leader": "Võ Văn Chủ",
        "administrator": "Đỗ Quản Trị",
        "secretary": "Bùi Thị Thư",
    }
    people = {role: Person.objects.of(ward).get(name=name) for role, name in names.items()}
    version = procedures.current(ward.pk, "khai-sinh", THURSDAY.date())
    return Desk(ward, version, **people)


@pytest.fixture
def desk(committed_db):
    load_law_values()
    return make_desk()


@pytest.mark.parametrize(
    ("move", "state", "standings"),
    [
        ("sign", State.SIGNING, [Standing.IN_FORCE]),
        ("replace_result", State.RETURNED, [Standing.REPLACED, Standing.IN_FORCE]),
        ("revoke_result", State.RETURNED, [Standing.REVOKED]),
        ("recall_result", State.READY, [Standing.REVOKED]),
    ],
)
def test_a_kill_after_any_statement_leaves_nothing_and_the_next_try_succeeds(
    desk, move, state, standings
):
    dossier = make_dossier(desk, state)
    events = Event.objects.of(desk.ward).filter(subject_id=dossier.id).count()
    surroundings = os.environ | {"DATABASE_URL": address_of_the_database()}
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", KILLING, move],
        env=surroundings,
        cwd=Path(__file__).parents[4],
        capture_output=True,
        text=True,
        check=False,
    )
    codes = ran.stdout.split()
    assert len(codes) > 8, ran.stderr
    assert set(codes[:-1]) == {"-9"}, ran.stderr
    assert codes[-1] == "0", ran.stderr
    after = Event.objects.of(desk.ward).filter(subject_id=dossier.id)
    assert after.count() == events + 1
    assert after.order_by("-seq")[0].verb == f"dossiers.{move}"
    results = Result.objects.of(desk.ward).order_by("id")
    assert [one.standing for one in results] == standings
    # No number was drawn by a try that was killed.
    assert [one.number for one in results] == [f"{n}/UBND" for n in range(1, len(standings) + 1)]
    check_whole(desk.ward)


@pytest.fixture
def certified(desk: Any, settings: Any, tmp_path: Path, monkeypatch: Any) -> Any:
    certify(desk, Authority(), settings, tmp_path, monkeypatch)
    return desk


def signing(desk: Any, dossier: Dossier, **values: Any) -> Any:
    draft = queries.drafted(dossier)[0].id
    return lambda: actions.sign_electronically(
        desk.of(desk.leader, THURSDAY, **values),
        desk.ward,
        dossier,
        draft_id=draft,
        address=address,
    )


def test_of_two_who_sign_a_file_at_once_one_signs_and_the_other_is_told(certified):
    dossier = submitted(certified)
    answers = at_once(*(signing(certified, dossier) for _each in range(2)))
    refused = [answer for answer in answers if not isinstance(answer, Dossier)]
    assert [type(answer) for answer in refused] == [WrongState], answers
    assert Result.objects.of(certified.ward).get().number == "1/UBND"
    check_whole(certified.ward)


def test_a_double_click_signs_one_file_with_one_answer(certified):
    dossier = submitted(certified)
    request_id = uuid.uuid4()
    answers = at_once(*(signing(certified, dossier, request_id=request_id) for _click in range(2)))
    assert [type(answer) for answer in answers] == [Dossier, Dossier], answers
    assert Event.objects.of(certified.ward).filter(verb="dossiers.sign").count() == 1
    check_whole(certified.ward)


def test_two_files_signed_at_once_get_two_numbers_each_its_own(certified):
    both = [submitted(certified, words) for words in ("Một", "Hai")]
    answers = at_once(*(signing(certified, dossier) for dossier in both))
    assert [type(answer) for answer in answers] == [Dossier, Dossier], answers
    numbers = {one.number for one in Result.objects.of(certified.ward)}
    assert numbers == {"1/UBND", "2/UBND"}
    check_whole(certified.ward)
