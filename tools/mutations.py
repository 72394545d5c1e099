"""`run.py test --mutations`: each gate is shown a fault of its own, and must fail.

A gate that lets its fault pass proves nothing, and one that fails at everybody's says nothing.
Every fault of `tests/mutations/faults.toml` is made in a copy of the tree. All of them together
must stay unseen by formatter, linter, types and import contracts; then each is made alone, and its
gate is run with the quick ones of the others. First all gates must pass on the tree as it is.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import shape

ROOT = Path(__file__).resolve().parents[1]
FAULTS = ROOT / "tests" / "mutations" / "faults.toml"
# What must not see a fault: a fault that they see needs no gate of its own.
BLIND = ("format", "lint", "types", "imports")
# A gate that takes longer is run for its own fault alone.
QUICK_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Fault:
    """A text that stands once in a file, what takes its place, and the gate that must notice."""

    name: str
    breaks: str
    file: str
    was: str
    becomes: str
    gate: str
    also: tuple[str, ...] = ()

    def spoil(self, text: str) -> str:
        """Return the file's text with the fault in it; a LookupError where it does not apply."""
        if text.count(self.was) != 1:
            raise LookupError(f"{self.name}: stands {text.count(self.was)} times in {self.file}")
        return text.replace(self.was, self.becomes)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of gates gave: the seconds of each test, and which failed."""

    seconds: Mapping[str, float]
    failed: frozenset[str]

    def failed_of(self, gate: str) -> bool:
        """Tell whether a test of this gate failed."""
        return any(is_of(test, gate) for test in self.failed)

    def seconds_of(self, gate: str) -> float:
        """Return how long the tests of this gate took."""
        return sum(took for test, took in self.seconds.items() if is_of(test, gate))


def faults() -> list[Fault]:
    """Return the faults as they are written down."""
    found = tomllib.loads(FAULTS.read_text(encoding="utf-8"))
    return [
        Fault(
            name,
            one["breaks"],
            one["file"],
            one["was"],
            one["becomes"],
            one["gate"],
            tuple(one.get("also", ())),
        )
        for name, one in found.items()
    ]


def is_of(test: str, gate: str) -> bool:
    """Tell whether a test is the gate, one of its cases, or stands in its file."""
    return test == gate or test.startswith((f"{gate}[", f"{gate}::"))


def verdict(fault: Fault, ran: Ran, gates: Collection[str]) -> str:
    """Tell what came of a fault: nothing where its gate failed, and no other but those it names."""
    if not ran.seconds:
        return "nothing was run"
    if not ran.failed_of(fault.gate):
        return "LOST: its gate let it pass"
    others = others_of(fault, ran, gates)
    unnamed = [gate for gate in others if gate not in fault.also]
    return f"failed elsewhere too: {', '.join(map(short, unnamed))}" if unnamed else ""


def others_of(fault: Fault, ran: Ran, gates: Collection[str]) -> list[str]:
    """Return the other gates that failed."""
    return [gate for gate in gates if gate != fault.gate and ran.failed_of(gate)]


def short(gate: str) -> str:
    """Return a gate's name without its folder."""
    return gate.rpartition("/")[2]


@contextmanager
def copied() -> Iterator[Path]:
    """Lay a copy of the tree, with what is made rather than kept."""
    with tempfile.TemporaryDirectory(prefix="phuong-mutations-") as folder:
        tree = Path(folder) / "tree"
        for path in shape.tracked():
            there = tree / path.relative_to(ROOT)
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, there)
        if (ROOT / "node_modules").exists():
            (tree / "node_modules").symlink_to((ROOT / "node_modules").resolve())
        if (ROOT / ".mypy_cache").exists():
            shutil.copytree(ROOT / ".mypy_cache", tree.parent / "mypy")
        call(tree, "-m", "tools.catalogues", "compile")
        yield tree


def call(tree: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the copy; its caches stay outside, where no gate reads them as sources."""
    beside = str(tree.parent / "ruff"), str(tree.parent / "mypy")
    environment = dict(zip(("RUFF_CACHE_DIR", "MYPY_CACHE_DIR"), beside, strict=True))
    return subprocess.run(
        [sys.executable, *command],
        cwd=tree,
        env={**os.environ, "PHUONG_TEST_DB": "sqlite", "PYTHONPATH": str(tree), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def run(tree: Path, gates: Collection[str]) -> Ran:
    """Run gates and read which of their tests failed."""
    report = tree.parent / "report.xml"
    report.unlink(missing_ok=True)
    options = ["-q", "-n0", "-p", "no:cacheprovider", f"--junit-xml={report}"]
    done = call(tree, "-m", "pytest", *options, *dict.fromkeys(gates))
    if not report.exists():
        print(done.stdout[-3000:], done.stderr[-3000:], flush=True)
        return Ran({}, frozenset())
    seconds: dict[str, float] = {}
    failed: set[str] = set()
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314 - our own file
        test = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"
        seconds[test] = seconds.get(test, 0.0) + float(case.get("time", "0"))
        if case.find("failure") is not None or case.find("error") is not None:
            failed.add(test)
    return Ran(seconds, frozenset(failed))


@contextmanager
def made(tree: Path, several: Sequence[Fault]) -> Iterator[None]:
    """Make faults in the copy, and take them out again."""
    before = {fault.file: (tree / fault.file).read_text(encoding="utf-8") for fault in several}
    for fault in several:
        place = tree / fault.file
        place.write_text(fault.spoil(place.read_text(encoding="utf-8")), encoding="utf-8")
    try:
        yield
    finally:
        for file, text in before.items():
            (tree / file).write_text(text, encoding="utf-8")


def unseen(tree: Path, several: Sequence[Fault]) -> bool:
    """Tell whether formatter, linter, types and contracts see none of the faults."""
    with made(tree, several):
        done = call(tree, "-m", "tools.check", *BLIND)
    if done.returncode:
        print(done.stdout, done.stderr, flush=True)
    return not done.returncode


def main(arguments: Sequence[str]) -> int:
    """Show each gate its fault, or those named; print a table. 1 if anything was lost."""
    chosen = [one for one in faults() if not arguments or one.name in arguments]
    gates = list(dict.fromkeys(one.gate for one in chosen))
    begun, missed = time.monotonic(), 0
    with copied() as tree:
        as_it_is = run(tree, gates)
        if as_it_is.failed or not as_it_is.seconds:
            print(f"The tree as it is: failed {sorted(as_it_is.failed)}", flush=True)
            return 1
        quick = [gate for gate in gates if as_it_is.seconds_of(gate) <= QUICK_SECONDS]
        print(f"{len(gates)} gates pass on the tree as it is, {len(quick)} of them quick ones.")
        if not unseen(tree, chosen):
            return 1
        print(f"{', '.join(BLIND)}: see none of {len(chosen)} faults.\n", flush=True)
        print("| tried | its gate | others that failed | verdict |\n|---|---|---|---|", flush=True)
        for fault in chosen:
            with made(tree, [fault]):
                ran = run(tree, [fault.gate, *quick])
            said, others = verdict(fault, ran, gates), others_of(fault, ran, gates)
            missed += bool(said)
            named = ", ".join(f"`{short(gate)}`" for gate in others) or "none"
            line = f"| {fault.breaks} | `{short(fault.gate)}` | {named} | {said or 'caught'} |"
            print(line, flush=True)
    took = (time.monotonic() - begun) / 60
    caught = len(chosen) - missed
    print(f"\n{len(chosen)} tried, {caught} caught, {missed} lost or not alone; {took:.0f} min")
    return 1 if missed or not chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
