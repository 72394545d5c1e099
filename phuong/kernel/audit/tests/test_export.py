"""An export can be checked by itself, by this program and without it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from phuong.kernel.audit.export import check_lines, lines_of
from phuong.kernel.audit.merkle import leaf_hash

from .history import subject_of, two_wards

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "event-format.md"

# Where there is no jq, Python takes the few words of it that the page uses. The hashes are always
# made by the system's own tool.
LITTLE_JQ = f"""#!{sys.executable}
import json, sys
assert sys.argv[1] == "-r"
value = json.load(sys.stdin)
for step in sys.argv[2].split("|"):
    if step == "fromjson":
        value = json.loads(value)
    elif step == 'join(":")':
        value = [":".join(pair) for pair in value]
    elif step.endswith("[]"):
        value = value[step[1:-2]]
    else:
        value = value[step[1:]]
print("\\n".join(value) if isinstance(value, list) else value)
"""


@pytest.fixture
def lines(db):
    ours, theirs = two_wards()
    assert list(lines_of(subject_of(ours))) != list(lines_of(subject_of(theirs)))
    return list(lines_of(subject_of(ours)))


def changed(lines, number, **values):
    record = json.loads(lines[number]) | values
    return [*lines[:number], json.dumps(record), *lines[number + 1 :]]


def forged_event(lines, number, **values):
    """Rewrite an event with a hash that fits its new text."""
    said = json.loads(json.loads(lines[number])["bytes"]) | values
    text = json.dumps(said, separators=(",", ":"))
    return changed(lines, number, bytes=text, hash=leaf_hash(text))


def test_an_export_tells_the_subject_its_events_and_the_way_to_each_seal(lines, db):
    records = [json.loads(line) for line in lines]
    assert [record["type"] for record in records] == ["subject", *["event"] * 5, *["inclusion"] * 2]
    assert [record["seq"] for record in records[1:6]] == [1, 2, 3, 4, 5]
    assert records[0]["code"] == "0001"
    assert records[0]["head"] == records[5]["hash"]
    assert [record["events"] for record in records[6:]] == [3, 4]
    assert records[6]["path"][0][0] == "right"


def test_an_export_that_nobody_touched_holds(lines):
    assert check_lines(lines) == (5, None)


CHANGES = {
    "a text": (lambda x: changed(x, 2, bytes=json.loads(x[2])["bytes"] + " "), "event-changed"),
    "a hash": (lambda x: changed(x, 2, hash="0" * 64), "event-changed"),
    "a text with a hash that fits": (lambda x: forged_event(x, 2, post="x"), "event-not-chained"),
    "the last text with its hash": (lambda x: forged_event(x, 5, post="x"), "head-wrong"),
    "an event of another subject": (lambda x: forged_event(x, 5, subject="x"), "event-missing"),
    "an event left out": (lambda x: x[:3] + x[4:], "event-not-chained"),
    "the first event left out": (lambda x: x[:1] + x[2:], "event-not-chained"),
    "the last event left out": (lambda x: x[:5] + x[6:], "head-wrong"),
    "the order": (lambda x: [*x[:2], x[3], x[2], *x[4:]], "event-not-chained"),
    "the subject left out": (lambda x: x[1:], "export-unreadable"),
    "the subject twice": (lambda x: [x[0], *x], "export-unreadable"),
    "the head": (lambda x: changed(x, 0, head="0" * 64), "head-wrong"),
    "the number": (lambda x: changed(x, 0, events=4), "head-wrong"),
    "the ward": (lambda x: changed(x, 0, ward=999), "event-missing"),
    "the path": (lambda x: changed(x, 6, path=[]), "inclusion-wrong"),
    "a side of the path": (
        lambda x: changed(x, 6, path=[["left", json.loads(x[6])["path"][0][1]]]),
        "inclusion-wrong",
    ),
    "the root": (lambda x: changed(x, 6, root="0" * 64), "inclusion-wrong"),
    "the seal": (lambda x: changed(x, 6, seal=json.loads(x[7])["seal"]), "seal-changed"),
    "a leaf of fewer events": (
        lambda x: changed(x, 7, bytes=json.loads(x[6])["bytes"]),
        "leaf-columns",
    ),
    "a leaf of more events": (
        lambda x: changed(
            x, 7, bytes=json.loads(x[7])["bytes"].replace('"events":4', '"events":9')
        ),
        "leaf-without-event",
    ),
    "not JSON": (lambda x: [*x, "{"], "export-unreadable"),
    "not an object": (lambda x: [*x, "[]"], "export-unreadable"),
    "another type": (lambda x: [*x, '{"type":"note"}'], "export-unreadable"),
    "nothing at all": (lambda x: [], "export-unreadable"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_was_changed_in_an_export_is_found(lines, change):
    make, code = CHANGES[change]
    _events, broken = check_lines(make(lines))
    assert broken is not None
    assert broken.code == code


def by_the_page(lines, folder):
    """Run the lines of the page itself on an export."""
    (script,) = re.findall(r"```sh\n(# check-export.+?)```", PAGE.read_text("utf-8"), re.DOTALL)
    (folder / "check-export").write_text(script, "utf-8")
    (folder / "export.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    if shutil.which("jq") is None:
        (folder / "jq").write_text(LITTLE_JQ, "utf-8")
        (folder / "jq").chmod(0o755)
    if shutil.which("sha256sum") is None:
        (folder / "sha256sum").write_text("#!/bin/sh\nexec shasum -a 256\n", "utf-8")
        (folder / "sha256sum").chmod(0o755)
    return subprocess.run(
        ["sh", "check-export", "export.jsonl"],  # noqa: S607
        cwd=folder,
        env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_lines_of_the_page_reach_the_same_verdict(lines, tmp_path):
    done = by_the_page(lines, tmp_path)
    assert (done.stdout, done.returncode) == ("holds\n", 0), done.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("a text", "line 3"),
        ("a text with a hash that fits", "line 4"),
        ("the path", "line 7"),
        ("the head", "head"),
    ],
)
def test_the_lines_of_the_page_find_changes_too(lines, tmp_path, change, said):
    done = by_the_page(CHANGES[change][0](lines), tmp_path)
    assert (done.stdout, done.returncode) == (f"{said}\n", 1), done.stderr


def test_the_little_jq_reads_as_jq_does(lines, tmp_path):
    (tmp_path / "jq").write_text(LITTLE_JQ, "utf-8")
    (tmp_path / "jq").chmod(0o755)
    for filter_, line in (
        (".type", lines[0]),
        (".bytes|fromjson|.prev", lines[2]),
        ('.path[]|join(":")', lines[6]),
        (".seal|fromjson|.root", lines[6]),
    ):
        told = []
        for tool in {str(tmp_path / "jq"), shutil.which("jq") or str(tmp_path / "jq")}:
            command = [tool, "-r", filter_]
            done = subprocess.run(command, input=line, capture_output=True, text=True, check=True)
            told.append(done.stdout)
        assert len(set(told)) == 1
