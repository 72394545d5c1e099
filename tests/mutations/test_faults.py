"""The faults still apply, and whoever judges them would notice one that passes."""

from dataclasses import replace
from pathlib import Path

import pytest

from tools import mutations
from tools.mutations import Fault, Ran, verdict

FAULTS = mutations.faults()
OURS = Fault("ours", "", "a.py", "was", "becomes", "tests/test_a.py::test_ours")
GATES = [OURS.gate, "tests/test_b.py::test_theirs"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_applies_and_its_gate_is_there(fault):
    text = Path(fault.file).read_text("utf-8")
    assert fault.spoil(text) != text
    assert fault.breaks
    for gate in (fault.gate, *fault.also):
        file, _, name = gate.partition("::")
        there = Path(file).read_text("utf-8")
        assert f"def {name.partition('[')[0]}(" in there or not name, gate


def test_faults_apply_together():
    texts = {fault.file: Path(fault.file).read_text("utf-8") for fault in FAULTS}
    for fault in FAULTS:
        texts[fault.file] = fault.spoil(texts[fault.file])
    assert len({fault.gate for fault in FAULTS}) > len(FAULTS) - 3


def test_a_text_that_is_gone_or_stands_twice_is_told():
    for text in ("", "was was"):
        with pytest.raises(LookupError, match="ours: stands"):
            OURS.spoil(text)


@pytest.mark.parametrize(
    ("failed", "also", "said"),
    [
        (["tests/test_a.py::test_ours"], (), ""),
        (["tests/test_a.py::test_ours[x]"], (), ""),
        (["tests/test_a.py::test_ours_too"], (), "LOST: its gate let it pass"),
        ([], (), "LOST: its gate let it pass"),
        (GATES, (), "failed elsewhere too: test_b.py::test_theirs"),
        (GATES, (GATES[1],), ""),
    ],
)
def test_a_fault_is_caught_by_its_own_gate_alone(failed, also, said):
    ran = Ran({OURS.gate: 1.0}, frozenset(failed))
    assert verdict(replace(OURS, also=also), ran, GATES) == said


def test_a_run_of_nothing_catches_nothing():
    assert verdict(OURS, Ran({}, frozenset()), GATES) == "nothing was run"


def test_gates_can_be_whole_files_and_take_all_their_time():
    ran = Ran({"tests/test_a.py::test_one": 1.0, "tests/test_a.py::test_two[x]": 2.0}, frozenset())
    assert ran.seconds_of("tests/test_a.py") == 3.0
    assert ran.seconds_of("tests/test_a.py::test_two") == 2.0
