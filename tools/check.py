"""`run.py check`: everything a reader should not have to look for. All of it runs, then a table.

Each check is a command of its own; exit 0 means good, 3 means that it could not be found out here
(said, and no failure), anything else is a failure. Name some to run only those.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PY = sys.executable
BIN = Path(PY).parent
CANNOT_TELL = 3


@dataclass(frozen=True, slots=True)
class Check:
    """A name and the command that answers it."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check said."""

    name: str
    code: int
    seconds: float
    words: str

    @property
    def verdict(self) -> str:
        """Return the word of the table."""
        return {0: "ok", CANNOT_TELL: "not looked up"}.get(self.code, "FAILED")


def checks() -> list[Check]:
    """Return every check, the slow ones first, so that two at a time end together."""
    found_templates = sorted((ROOT / "phuong").rglob("templates/**/*.html"))
    templates = [str(path) for path in found_templates if "tests" not in path.parts]
    manage = (PY, "-m", "phuong")
    found = [
        Check("types", (str(BIN / "mypy"),)),
        Check("migrations reversible", (PY, "-m", "tools.migrations")),
        Check("format", (str(BIN / "ruff"), "format", "--check", ".")),
        Check("lint", (str(BIN / "ruff"), "check", ".")),
        Check("imports", (str(BIN / "lint-imports"), "--cache-dir", "var/import-linter")),
        Check("migrations complete", (*manage, "makemigrations", "--check", "--dry-run")),
        Check("settings", (*manage, "check", "--fail-level", "WARNING")),
        Check("catalogues", (PY, "-m", "tools.catalogues", "check")),
        Check("glossary", (PY, "-m", "tools.glossary")),
        Check("reference pages", (PY, "-m", "tools.reference", "check")),
        Check("shape", (PY, "-m", "tools.shape")),
        Check("licences", (PY, "-m", "tools.outside", "licences")),
        Check("vulnerabilities", (PY, "-m", "tools.outside", "vulnerabilities")),
    ]
    if templates:
        djade = (str(BIN / "djade"), "--target-version", "5.2", "--check", *templates)
        found.append(Check("templates format", djade))
        found.append(Check("templates lint", (str(BIN / "djlint"), "--quiet", "phuong")))
    return found


def ask(check: Check) -> Answer:
    """Run one check and keep what it says."""
    begun = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    words = done.stdout.decode("utf-8", "replace").strip()
    return Answer(check.name, done.returncode, time.monotonic() - begun, words)


def run(chosen: Iterable[Check]) -> int:
    """Run the checks two at a time; show at once what fails, and all in a table at the end."""
    answers = []
    with ThreadPoolExecutor(2) as pool:
        for answer in pool.map(ask, chosen):
            answers.append(answer)
            if answer.code:
                print(f"\n━━ {answer.name}: {answer.verdict} ━━\n{answer.words}", flush=True)
    print(f"\n{'check':<24}{'seconds':>8}  verdict")
    for answer in answers:
        print(f"{answer.name:<24}{answer.seconds:8.1f}  {answer.verdict}")
    failed = [answer for answer in answers if answer.code not in {0, CANNOT_TELL}]
    print(f"\n{len(answers) - len(failed)} good, {len(failed)} to mend", flush=True)
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    """Run all checks, or those named."""
    known = {check.name.replace(" ", "-"): check for check in checks()}
    parser = argparse.ArgumentParser(
        prog="python3 run.py check",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Example: python3 run.py check types imports\nChecks: " + " ".join(known),
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - known.keys():
        parser.error(f"no such check: {', '.join(sorted(unknown))}")
    return run(known[name] for name in options.names or known)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
