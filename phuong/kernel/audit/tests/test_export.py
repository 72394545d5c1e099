"""An export can be checked by itself, by this program and without it."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from phuong.kernel.audit.api import Event, Subject
from phuong.kernel.audit.export import check_lines, lines_of
from phuong.kernel.audit.keys import PublicKey
from phuong.kernel.audit.merkle import leaf_hash
from phuong.kernel.audit.models import SigningKey

from .history import forge_whole_chain, subject_of, two_wards, unguarded

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "event-format.md"

# All that an outsider needs; Debian has them in `jq`, `openssl` and `coreutils`.
TOOLS = ("sh", "jq", "sha256sum", "openssl", "base64", "cut")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


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
    kinds = ["subject", *["event"] * 5, "key", *["inclusion"] * 2]
    assert [record["type"] for record in records] == kinds
    assert [record["seq"] for record in records[1:6]] == [1, 2, 3, 4, 5]
    assert records[0]["code"] == "0001"
    assert records[0]["head"] == records[5]["hash"]
    assert [record["events"] for record in records[7:]] == [3, 4]
    assert records[7]["path"][0][0] == "right"


def test_an_export_that_nobody_touched_holds(lines):
    assert check_lines(lines) == (5, None, 4)


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
    "the path": (lambda x: changed(x, 7, path=[]), "inclusion-wrong"),
    "a side of the path": (
        lambda x: changed(x, 7, path=[["left", json.loads(x[7])["path"][0][1]]]),
        "inclusion-wrong",
    ),
    "the root": (lambda x: changed(x, 7, root="0" * 64), "inclusion-wrong"),
    "the seal": (lambda x: changed(x, 7, seal=json.loads(x[8])["seal"]), "seal-changed"),
    "the signature": (
        lambda x: changed(x, 7, signature=json.loads(x[8])["signature"]),
        "seal-signature-wrong",
    ),
    "no signature": (lambda x: changed(x, 7, signature=None), "seal-not-signed"),
    "the key": (lambda x: changed(x, 7, key="00000000"), "key-unknown"),
    "the public key": (
        lambda x: changed(x, 6, public=PublicKey(bytes(32)).pem),
        "key-unknown",
    ),
    "the key's line left out": (lambda x: x[:6] + x[7:], "key-unknown"),
    "no key at all": (lambda x: changed(x, 6, public="none"), "export-unreadable"),
    "a leaf of fewer events": (
        lambda x: changed(x, 8, bytes=json.loads(x[7])["bytes"]),
        "leaf-columns",
    ),
    "a leaf of more events": (
        lambda x: changed(
            x, 8, bytes=json.loads(x[8])["bytes"].replace('"events":4', '"events":9')
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
    broken = check_lines(make(lines)).broken
    assert broken is not None
    assert broken.code == code


def test_a_history_that_no_seal_speaks_for_is_said_to_be_so(lines, kept):
    bare = [line for line in lines if json.loads(line)["type"] in ("subject", "event")]
    assert check_lines(bare) == (5, None, 0)
    assert by_the_page(bare, kept).stdout == "holds; signed up to event 0 of 5\n"


def by_the_page(lines, folder):
    """Run the lines of the page itself on an export, with the tools it names and no others."""
    (script,) = re.findall(r"```sh\n(# check-export.+?)```", PAGE.read_text("utf-8"), re.DOTALL)
    (folder / "check-export").write_text(script, "utf-8")
    (folder / "export.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    tools = folder / "tools"
    tools.mkdir()
    for name in TOOLS:
        if (found := shutil.which(name)) is None:
            pytest.skip(f"{name} is not here: install it from the system's packages")
        (tools / name).symlink_to(found)
    return subprocess.run(
        ["sh", "check-export", "export.jsonl", "khoa"],  # noqa: S607
        cwd=folder,
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def kept(lines, tmp_path):
    """Keep the ward's public keys, as somebody would who looked at its page."""
    (tmp_path / "khoa").mkdir()
    for row in SigningKey.objects.country_wide().filter(ward_id=json.loads(lines[0])["ward"]):
        (tmp_path / "khoa" / f"khoa-{row.code}.pem").write_text(PublicKey.of(row).pem, "utf-8")
    return tmp_path


@pytest.mark.slow
def test_the_lines_of_the_page_reach_the_same_verdict(lines, kept):
    done = by_the_page(lines, kept)
    assert (done.stdout, done.returncode) == ("holds; signed up to event 4 of 5\n", 0), done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("a text", "line 3: the text was changed"),
        ("a text with a hash that fits", "line 4: does not follow"),
        ("the path", "line 8: the path ends elsewhere"),
        ("the signature", "line 8: the seal was not signed by this key"),
        ("the key", "line 8: there is no khoa/khoa-00000000.pem"),
        ("the head", "the head is another"),
    ],
)
def test_the_lines_of_the_page_find_changes_too(lines, kept, change, said):
    done = by_the_page(CHANGES[change][0](lines), kept)
    assert (done.stdout, done.returncode) == (f"{said}\n", 1), done.stderr


def test_one_event_is_checked_by_one_line(lines):
    event = json.loads(lines[2])
    command = ["sh", "-c", "jq -j .bytes | sha256sum"]
    done = subprocess.run(command, input=lines[2], capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == event["hash"]


def changed_row(seq, *, fitting):
    """Change one row of the database past its guards, with a hash that fits or without."""
    subject = Subject.objects.country_wide().filter(code="0001").order_by("ward_id").first()
    event = subject.chain.get(seq=seq)
    body = event.body.replace('"post":"reception"', '"post":"receptiom"')
    assert body != event.body
    with unguarded():
        rows = Event.objects.of(subject.ward_id).filter(id=event.id)
        rows.update(body=body, **({"hash": leaf_hash(body)} if fitting else {}))
    return list(lines_of(subject))


@pytest.mark.slow
@pytest.mark.parametrize("seq", [1, 2, 3, 4, 5])
def test_the_one_row_that_was_changed_in_the_database_is_found_with_shell_tools(lines, kept, seq):
    done = by_the_page(changed_row(seq, fitting=False), kept)
    # The first line is the subject, so event number 1 is on line 2.
    assert done.stdout == f"line {seq + 1}: the text was changed\n", done.stderr


@pytest.mark.slow
def test_a_history_rewritten_to_its_head_is_found_by_the_seal_with_shell_tools(lines, kept):
    subject = Subject.objects.country_wide().filter(code="0001").order_by("ward_id").first()
    with unguarded():
        forge_whole_chain(subject)
    done = by_the_page(list(lines_of(subject)), kept)
    assert done.stdout == "line 8: another history was sealed\n", done.stderr


def test_an_export_of_integers_and_texts_alone_survives_any_reader(lines):
    """No number has a fraction or is beyond what every reader of JSON keeps exactly."""

    def numbers(value):
        if isinstance(value, dict | list):
            for inner in value.values() if isinstance(value, dict) else value:
                yield from numbers(inner)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield value

    for text in lines:
        record = json.loads(text)
        inner = [json.loads(record[name]) for name in ("bytes", "seal") if name in record]
        for number in numbers([record, *inner]):
            assert isinstance(number, int)
            assert abs(number) <= 2**53


def test_keys_that_were_kept_decide_over_those_in_the_file(lines):
    mine = [PublicKey.from_pem(json.loads(lines[6])["public"])]
    assert check_lines(lines, mine) == (5, None, 4)
    other = [PublicKey(bytes(31) + b"\x01")]
    assert check_lines(lines, other).broken.code == "key-not-trusted"
