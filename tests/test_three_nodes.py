"""What the run on three nodes says of what it finds; the run itself is `run.py test --ha`."""

import pytest

from ops.ha import cluster, failover
from tools import suites

FOUND = {
    "lost": [],
    "doubled": [],
    "renamed": [],
    "unfiled": [],
    "unopened": [],
    "otherwise": [],
    "wrong": [],
    "given_up": 0,
    "busy_pages": 7,
}
STRICT, CONTROL = failover.FAULTS[0], failover.FAULTS[-1]


def test_a_run_in_which_nothing_is_lost_is_good_and_voids_the_control():
    assert failover.judge(STRICT, FOUND) == []
    assert failover.judge(CONTROL, FOUND) == ["the control lost nothing: the run proves nothing"]
    assert failover.judge(CONTROL, FOUND | {"lost": ["An"]}) == []


@pytest.mark.parametrize("what", [name for name, found in FOUND.items() if found == []])
def test_whatever_is_found_wrong_fails_the_run(what):
    assert len(failover.judge(STRICT, FOUND | {what: ["An"]})) == 1


def test_a_blow_that_nobody_felt_and_people_who_gave_up_fail_the_run():
    assert len(failover.judge(STRICT, FOUND | {"busy_pages": 0})) == 1
    assert len(failover.judge(STRICT, FOUND | {"given_up": 1})) == 1


def test_a_machine_without_the_packages_is_told_what_to_install(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "patroni" in cluster.missing()
    assert suites.main(["--ha"]) == 1
    assert "apt install" in capsys.readouterr().err
