"""The page that names the tests of each promise names tests that exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/explanation/invariants.md"
PROMISES = range(1, 21)


def rows():
    text = PAGE.read_text("utf-8")
    return {
        int(number): tests
        for number, tests in re.findall(r"^\| (\d+) \|[^|]*\|([^|]*)\|$", text, re.MULTILINE)
    }


def functions_of(path):
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_each_of_the_twenty_promises_has_tests_or_says_with_what_they_come():
    assert list(rows()) == list(PROMISES)
    for number, tests in rows().items():
        assert "::" in tests or "comes with" in tests, number


def test_every_test_that_is_named_exists():
    named = re.findall(r"`([\w/.]+\.py)::(\w+)`", PAGE.read_text("utf-8"))
    assert named
    missing = [(path, name) for path, name in named if name not in functions_of(path)]
    assert missing == []


def test_every_test_of_a_promise_stands_in_its_row():
    found = rows()
    for file in Path(__file__).parent.glob("test_*.py"):
        for name in functions_of(file):
            if number := re.match(r"test_invariant_(\d\d)_", name):
                assert "::" in found[int(number[1])], name
