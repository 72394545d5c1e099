"""What the front page and the documentation promise is there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools import ourselves, shape

ROOT = ourselves.ROOT
README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"<!-- command: (\w+) -->\n```sh\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)")
COMMANDS = dict(BLOCK.findall(README))


def pages() -> list[Path]:
    return [path for path in shape.tracked() if path.suffix == ".md"]


def test_the_front_page_gives_its_commands():
    assert COMMANDS["run"].strip() == "python3 run.py"
    assert COMMANDS["test"].strip() == "python3 run.py test"
    assert set(COMMANDS) == {"run", "test", "postgres", "due"}


def test_ci_runs_the_front_page_s_own_test_command():
    script = "sed -n '/<!-- command: test -->/,/^```$/p' README.md | grep -m1 '^python3 run.py'"
    assert script in (ROOT / ".ci" / "run").read_text("utf-8")
    done = subprocess.run(
        ["sh", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == COMMANDS["test"]


@pytest.mark.parametrize("command", ["run", "test", "check", "bench"])
def test_every_command_is_told_and_has_an_alias(command):
    told = "python3 run.py" if command == "run" else f"python3 run.py {command}"
    assert told in README
    assert f"\n{command}:\n\t$(PYTHON) run.py" in (ROOT / "Makefile").read_text("utf-8")


def test_the_options_that_are_told_exist():
    help_text = subprocess.run(
        [sys.executable, "run.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for option in re.findall(r"`(--[a-z-]+)", README):
        shown = help_text
        if option == "--quick":
            continue
        assert option in shown


def test_the_engine_answers_what_the_front_page_asks():
    words = COMMANDS["due"].split()
    assert words[1:3] == ["-m", "phuong"]
    done = subprocess.run(
        [sys.executable, *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    # 24 November is a day off, so three working days from Friday end on Thursday.
    assert "26/11/2026" in done.stdout


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_link_leads_nowhere(page):
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_every_setting_is_on_its_page_and_no_other():
    code = (ROOT / "phuong" / "settings.py").read_text("utf-8")
    page = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", code))
    assert set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE)) == read


def test_every_decision_is_listed_and_has_its_price():
    folder = ROOT / "docs" / "adr"
    index = (folder / "README.md").read_text("utf-8")
    decisions = sorted(folder.glob("0*.md"))
    assert [path.name[:4] for path in decisions] == [
        f"{n:04}" for n in range(1, len(decisions) + 1)
    ]
    for path in decisions:
        assert f"({path.name})" in index
        text = path.read_text("utf-8")
        assert all(f"\n**{part}.** " in text for part in ("Decided", "Why", "Price"))


def test_the_licence_is_the_real_one():
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.startswith(
        "EUROPEAN UNION PUBLIC LICENCE v. 1.2\nEUPL © the European Union 2007, 2016"
    )
    assert all(f"\n{number}." in text for number in range(1, 16))
    assert "‘Compatible Licences’ according to Article 5 EUPL are:" in text
    assert 'license = "EUPL-1.2"' in (ROOT / "pyproject.toml").read_text("utf-8")
