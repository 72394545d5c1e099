"""What comes from outside: its licences, and what is known against it."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CANNOT_TELL = 3
# Licences that may be linked with a work under EUPL-1.2. A new one is a decision: read it first.
ALLOWED = re.compile(
    r"(?i)\b(MIT(-0|-CMU)?|0?BSD(-[23]-Clause)?|Apache(-2\.0| Software| 2\.0)?|ISC(L)?|PSF(-2\.0)?"
    r"|Python Software Foundation|MPL[- ]2\.0|Mozilla Public License 2\.0|HPND|Unlicense|Zlib"
    r"|OFL-1\.1|LGPL-?(v?3|v?2\.1).*|GNU Lesser General Public.*|CC0-1\.0|Public Domain|BSL-1\.0"
    r"|Python-2\.0|CNRI-Python|libpng.*|Artistic-2\.0|EUPL-1\.2)(\W*License)?\b"
)
REFUSED = re.compile(r"(?i)(\bAGPL|Affero|SSPL|Proprietary|Commercial|UNKNOWN|\bGPL-?[23])")


def pins(lock: str) -> dict[str, str]:
    """Return name and version of each package of a lock."""
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\\n]+)", text, re.MULTILINE))


def licences() -> int:
    """Hold what is shipped to the allowed licences: Python packages and npm files."""
    command = [sys.executable, "-m", "piplicenses", "--format=json", "--from=mixed"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr)
        return 1
    installed = {_plain(one["Name"]): one["License"] for one in json.loads(done.stdout)}
    problems, seen = [], 0
    for name in pins("runtime.txt"):
        if licence := installed.get(_plain(name)):
            seen += 1
            problems += _against(name, licence)
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    for path, package in lock["packages"].items():
        if path:
            seen += 1
            problems += _against(path, package.get("license", "UNKNOWN"))
    print("\n".join(problems) or f"{seen} packages, all under allowed licences")
    return 1 if problems or not seen else 0


def _against(name: str, licence: str) -> list[str]:
    good = ALLOWED.search(licence) and not REFUSED.search(re.sub(r"(?i)L(GPL)", "", licence))
    return [] if good else [f"{name}: {licence}"]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def vulnerabilities() -> int:
    """Ask what is known against the shipped packages, and say so where nobody could be asked."""
    command = [sys.executable, "-m", "pip_audit", "-r", "requirements/runtime.txt"]
    command += ["--disable-pip", "--format", "json", "--progress-spinner", "off", "--timeout", "10"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        answers = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(f"The vulnerability service could not be asked:\n{done.stderr[-600:]}")
        return CANNOT_TELL
    found = [
        f"{one['name']} {one['version']}: {known['id']} {known.get('fix_versions')}"
        for one in answers
        for known in one.get("vulns", ())
    ]
    # pip-audit calls a package that it could not look up "no known vulnerabilities".
    asked = {one["name"] for one in answers if "skip_reason" not in one}
    unknown = sorted(pins("runtime.txt").keys() - asked)
    if found:
        print("\n".join(found))
        return 1
    if unknown:
        print(f"NOT looked up: {len(unknown)} of {len(pins('runtime.txt'))} packages.")
        print(f"Nothing is known about: {', '.join(unknown)}")
        return CANNOT_TELL
    print(f"{len(asked)} packages looked up, nothing known against them")
    return 0


if __name__ == "__main__":
    sys.exit({"licences": licences, "vulnerabilities": vulnerabilities}[sys.argv[1]]())
