"""`phuong due` and the program: arguments, calendars, refusals."""

import io
import json

import pytest

from phuong.__main__ import main as phuong
from phuong.kernel.workdays.door import main


def ask(*arguments, stdin=b""):
    out, errors = io.StringIO(), io.StringIO()
    code = main(arguments, stdin=io.BytesIO(stdin), stdout=out, stderr=errors)
    return code, out.getvalue(), errors.getvalue()


def test_a_person_reads_the_due_instant_and_each_day_with_its_reason():
    code, out, errors = ask("2026-11-20T09:00", "3wd")
    assert (code, errors) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Hạn: 17:00, Thứ Năm 26/11/2026"
    assert [line.split() for line in lines[2:4]] == [
        ["Thứ", "Sáu", "20/11/2026", "–", "ngày", "bắt", "đầu,", "không", "tính"],
        ["Thứ", "Bảy", "21/11/2026", "–", "ngày", "nghỉ", "hằng", "tuần"],
    ]
    assert "Ngày Văn hóa Việt Nam" in lines[6]
    assert lines[-1].split() == ["Thứ", "Năm", "26/11/2026", "3", "ngày", "làm", "việc"]
    assert len(lines) == 9


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        ("3wd", "2026-11-26T17:00"),
        ("8wh", "2026-11-23T09:00"),
        ("2d", "2026-11-23T17:00"),
        ("1m", "2026-12-21T17:00"),
        ("2y", "2028-11-20T17:00"),
        ("12h", "2026-11-20T21:00"),
        ("same-day", "2026-11-20T17:00"),
        ("handover", "2026-11-20T17:00"),
    ],
)
def test_every_unit_of_the_command_line(limit, due):
    code, out, _errors = ask("2026-11-20T09:00", limit, "--json")
    assert code == 0
    assert json.loads(out)["due"] == due


def test_pauses_may_be_several_bare_days_and_open():
    _code, out, _errors = ask(
        "2026-11-16T09:00", "4wd", "--pause", "2026-11-16/2026-11-17",
        "--pause", "2026-11-18/2026-11-19", "--json",
    )  # fmt: skip
    assert json.loads(out)["due"] == "2026-11-25T17:00"
    _code, out, _errors = ask("2026-11-16T09:00", "4wd", "--pause", "2026-11-17T08:00/")
    assert out.splitlines()[0] == (
        "Chưa có hạn: tạm dừng từ 08:00, Thứ Ba 17/11/2026, chưa hết tạm dừng."
    )


def test_the_calendar_may_be_a_name_a_json_file_or_a_pack(tmp_path):
    plain = tmp_path / "plain.json"
    plain.write_text(json.dumps({"decisions": []}), encoding="utf-8")
    pack = tmp_path / "pack.toml"
    pack.write_text(
        '[[decision]]\nnumber = "1"\nscope = "nation"\ncertainty = "sourced"\n'
        'days = [{date = 2026-11-23, effect = "off"}]\n',
        encoding="utf-8",
    )
    dues = []
    for calendar in ("vn", "default", str(plain), str(pack)):
        _code, out, _errors = ask("2026-11-20T09:00", "3wd", "--calendar", calendar, "--json")
        dues.append(json.loads(out)["due"][:10])
    assert dues == ["2026-11-26", "2026-11-25", "2026-11-25", "2026-11-26"]


def test_as_of_leaves_out_what_was_not_known_then():
    known = [
        json.loads(ask("2025-12-24T09:00", "6wd", "--as-of", day, "--json")[1])["due"]
        for day in ("2025-12-24", "2025-12-25")
    ]
    assert known == ["2026-01-02T17:00", "2026-01-05T17:00"]


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("2026-11-20T09:00",),
        ("yesterday", "3wd"),
        ("2026-11-20T09:00", "3"),
        ("2026-11-20T09:00", "0wd"),
        ("2026-11-20T09:00", "-3wd"),
        ("2026-11-20T09:00", "1.5wd"),
        ("2026-11-20T09:00", "3wd", "more"),
        ("2026-11-20T09:00", "3wd", "--pause"),
        ("2026-11-20T09:00", "3wd", "--pause", "2026-11-23"),
        ("2026-11-20T09:00", "3wd", "--pause", "2026-11-23/2026-11-20"),
        ("2026-11-20T09:00", "3wd", "--calendar", "none.json"),
        ("2026-11-20T09:00", "3wd", "--calendar", "mars"),
        ("2026-11-20T09:00", "3wd", "--as-of", "soon"),
        ("2026-11-20T09:00", "3wd", "--wrong"),
    ],
)
def test_bad_input_is_one_clear_line_and_exit_2(arguments):
    code, out, errors = ask(*arguments)
    assert (code, out) == (2, "")
    assert errors.startswith("phuong due: ")
    assert errors.count("\n") == 1
    assert "Traceback" not in errors


def test_a_directory_or_a_broken_file_is_no_calendar(tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    for path in (tmp_path, broken):
        code, _out, errors = ask("2026-11-20T09:00", "3wd", "--calendar", str(path))
        assert code == 2
        assert "Không đọc được lịch" in errors


def test_help_shows_examples():
    code, out, _errors = ask("--help")
    assert code == 0
    assert "phuong due 2026-11-20T09:00 3wd" in out


def test_the_program_knows_its_commands(capsys):
    assert phuong(["--help"]) == 0
    out = capsys.readouterr().out
    commands = "serve migrate load-law demo story generate jobs due verify backup restore doctor"
    for command in commands.split():
        assert f"\n  {command} " in out
        assert f"phuong {command}" in out


def test_the_door_opens_from_the_program(capsys):
    assert phuong(["due", "2026-11-20T09:00", "3wd"]) == 0
    assert capsys.readouterr().out.startswith("Hạn: 17:00, Thứ Năm 26/11/2026\n")
    assert phuong(["due", "2026-11-20T09:00", "3"]) == 2
