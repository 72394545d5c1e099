"""`run.py test`: the suites one after another, each in a fresh process, with their times.

sqlite     rules, kernel and areas on SQLite
postgres   what opens a database, on a PostgreSQL server of this run's own
browser    journeys in Chromium
partitions on request: models, policy, actions and invariants on PostgreSQL with the tables of wards
           partitioned by hash of the ward, every statement held to what Citus takes
mutations  on request: each gate is shown a fault of its own (`tools/mutations.py`), nothing else

Two long runs are commands of their own, never part of the others; where they can't run they fail:

--ha       three nodes in namespaces of this machine, whose leader is lost under load
--spark    the country's questions on Spark with two workers, one of them killed

`--quick` is rules, kernel and areas on SQLite without their slow tests, and how the sources are
laid out; front doors, journeys and invariants are in the suites above. What a machine can't run is
said, with how to get it; in CI it is a failure.
"""

import argparse
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import browser, postgres
from tools import mutations

ROOT = Path(__file__).resolve().parents[1]
CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
NO_TESTS = 5
# Of a fault, in the summary: long lists of what differs begin with what matters.
MOST_SAID = 600


@dataclass(frozen=True, slots=True)
class Suite:
    """A set of tests on one database."""

    name: str
    database: str
    marks: str
    # Nothing means all that there is.
    paths: tuple[str, ...] = ()

    def missing(self) -> str:
        """Tell what this machine lacks for the suite and how to get it, or nothing."""
        if self.database in ON_A_SERVER and not os.environ.get("DATABASE_URL", "").startswith("p"):
            try:
                postgres.find_binaries()
            except postgres.NoPostgres as error:
                return str(error)
        if self.name == "browser" and not browser.chromium_path():
            return browser.HOW_TO_GET_IT
        return ""


@dataclass(slots=True)
class Outcome:
    """What became of a suite."""

    name: str
    seconds: float = 0.0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    code: int = 0
    missing: str = ""
    faults: list[str] = field(default_factory=list)


# Rules, kernel and areas, and how the sources are laid out.
QUICKLY = ("phuong/kernel", "phuong/areas", "tests/test_architecture.py", "tests/test_schema.py")
SUITES = {
    "quick": Suite("quick", "sqlite", "not browser and not slow", QUICKLY),
    "sqlite": Suite("sqlite", "sqlite", "not browser"),
    "postgres": Suite("postgres", "postgres", "not browser"),
    "browser": Suite("browser", "sqlite", "browser"),
    "partitions": Suite("partitions", "partitions", "not browser and not slow"),
}
ON_A_SERVER = {"postgres", "partitions"}


def run(suite: Suite, options: argparse.Namespace, rest: Sequence[str]) -> Outcome:
    """Run one suite in its own process and read its results."""
    outcome = Outcome(suite.name, missing=suite.missing())
    print(f"\n━━ {suite.name} ━━", flush=True)
    if outcome.missing:
        print(outcome.missing, flush=True)
        outcome.code = 1 if CI else 0
        outcome.failed = outcome.code
        return outcome
    report = ROOT / "var" / "test" / f"{suite.name}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-m", suite.marks]
    command += ["-n", str(options.n), "--dist", "loadfile", f"--junit-xml={report}"]
    command += ["--durations", "5", "--durations-min", "3"]
    command += ["--database-only"] if suite.database in ON_A_SERVER else []
    command += ["-k", options.k] if options.k else []
    begun = time.monotonic()
    environment = {**os.environ, "PHUONG_TEST_DB": suite.database}
    done = subprocess.run(
        [*command, *wanted_of(suite, rest)], cwd=ROOT, env=environment, check=False
    )
    outcome.seconds = time.monotonic() - begun
    # With -k, or before the first test of its kind is written, a suite may be empty.
    outcome.code = 0 if done.returncode == NO_TESTS else done.returncode
    _read(report, outcome)
    return outcome


def wanted_of(suite: Suite, rest: Sequence[str]) -> list[str]:
    """Return the suite's own paths with the rest; who names files or tests has chosen others."""
    named = any((ROOT / word.partition("::")[0]).exists() for word in rest)
    return [*rest] if named else [*suite.paths, *rest]


def _read(report: Path, outcome: Outcome) -> None:
    if not report.exists():
        outcome.failed += bool(outcome.code)
        return
    root = ET.parse(report).getroot()  # noqa: S314 - our own file
    for case in root.iter("testcase"):
        for fault in (*case.iter("failure"), *case.iter("error")):
            why = fault.get("message", "")[:MOST_SAID]
            outcome.faults.append(f"{case.get('classname')}::{case.get('name')}\n  {why}")
    for found in root.iter("testsuite"):
        number = {name: int(found.get(name, "0")) for name in ("tests", "failures", "errors")}
        outcome.skipped += int(found.get("skipped", "0"))
        outcome.failed += number["failures"] + number["errors"]
        outcome.passed += number["tests"]
    outcome.passed -= outcome.failed + outcome.skipped
    outcome.failed += bool(outcome.code) and not outcome.failed


def summary(outcomes: Sequence[Outcome]) -> int:
    """Print times, what failed, one closing line in pytest's manner; return the exit code."""
    print("\nsuite      seconds   passed  failed  skipped")
    for one in outcomes:
        note = "  not run: see above" if one.missing else ""
        print(f"{one.name:<10}{one.seconds:8.1f}{one.passed:9}{one.failed:8}{one.skipped:9}{note}")
    for one in outcomes:
        for fault in one.faults:
            print(f"\n✗ {one.name} {fault}")
    passed, failed = sum(o.passed for o in outcomes), sum(o.failed for o in outcomes)
    skipped, seconds = sum(o.skipped for o in outcomes), sum(o.seconds for o in outcomes)
    counts = [f"{failed} failed"] if failed else []
    counts += [f"{passed} passed"]
    counts += [f"{skipped} skipped"] if skipped else []
    print(f"\n============ {', '.join(counts)} in {seconds:.2f}s ============", flush=True)
    return 1 if failed or any(one.code for one in outcomes) else 0


def main(arguments: list[str]) -> int:
    """Choose the suites, run them all, and sum up; a long run by itself is its own command."""
    if "--ha" in arguments:
        from ops.ha import failover

        return failover.main([one for one in arguments if one != "--ha"])
    if "--spark" in arguments:
        from ops.spark import compare

        return compare.main()
    parser = argparse.ArgumentParser(
        prog="python3 run.py test",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Example: python3 run.py test --quick -k workdays",
    )
    for name in SUITES:
        parser.add_argument(f"--{name}", action="store_true", help=f"only the suite {name}")
    parser.add_argument("-k", metavar="WORDS", help="only tests whose names match, as in pytest")
    parser.add_argument("-n", type=int, default=2, help="processes at once; 0 means this one")
    parser.add_argument("--mutations", action="store_true", help="show each gate its fault")
    options, rest = parser.parse_known_args(arguments)
    if options.mutations:
        return mutations.main(rest)
    asked = [suite for name, suite in SUITES.items() if getattr(options, name)]
    chosen = asked or [SUITES[name] for name in ("sqlite", "postgres", "browser")]
    return summary([run(suite, options, rest) for suite in chosen])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
