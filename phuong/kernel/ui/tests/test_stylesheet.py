import re
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from django.contrib.staticfiles import finders

STATIC = Path(__file__).parent.parent / "static" / "ui"
CSS = (STATIC / "phuong.css").read_text()
STAFF, HALL = ((STATIC / f"{name}.css").read_text() for name in ("staff", "hall"))
TONES = ["info", "ok", "warn", "bad", "muted", "violet"]
TEXT = [
    ("ink", "paper"), ("soft", "paper"), ("link", "paper"), ("link-hover", "paper"),
    ("ink", "wash"), ("soft", "wash"), ("link", "wash"), ("error-ink", "paper"),
    ("button-ink", "button"), ("button-ink", "button-hover"), ("head-ink", "head"),
    ("late-ink", "late"), ("done-ink", "done"), ("focus-ink", "focus-halo"),
    *((f"ink-{tone}", f"fill-{tone}") for tone in TONES),
]  # fmt: skip
BORDERS = [
    "control", "edge", "button-edge", "error-edge", "warn-edge", "violet-edge", "step-done",
    "step-now", "chart-goal", *(f"chart-{at}" for at in range(1, 7)),
]  # fmt: skip


def tokens(theme):
    """Return the colours of a theme; the dark one says only what differs."""
    block = re.search(rf'\[data-bs-theme="{theme}"\] {{\n(  --p-.*?)\n}}', CSS, re.DOTALL)
    assert block is not None
    said = dict(re.findall(r"--p-([a-z0-9-]+): (#[0-9a-f]{6});", block[1]))
    return said if theme == "light" else {**tokens("light"), **said}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out_seven_to_one(theme, ink, ground):
    found = tokens(theme)

    assert contrast(found[ink], found[ground]) >= 7


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("mark", BORDERS)
def test_borders_and_chart_marks_stand_out_three_to_one(theme, mark):
    found = tokens(theme)

    assert contrast(found[mark], found["paper"]) >= 3


def test_the_dark_theme_names_nothing_that_the_light_one_lacks():
    assert tokens("light").keys() == tokens("dark").keys()


def test_every_token_that_is_used_is_defined():
    assert set(re.findall(r"var\(--p-([a-z0-9-]+)\)", CSS + STAFF + HALL)) <= {
        "tone",
        *tokens("light"),
    }


def test_colours_outside_the_tokens_are_those_of_paper_and_hall_only():
    hall = HALL + CSS[CSS.index("/* 9 Print") :]
    rules = STAFF + CSS[CSS.index("/* What Bootstrap reads. */") : CSS.index("/* 9 Print")]

    assert set(re.findall(r"#[0-9a-f]{3,6}\b", rules)) == {"#fff"}
    assert "#ffd23f" in hall


def test_vietnamese_letters_are_never_spaced_or_put_into_capitals():
    assert "text-transform" not in CSS + STAFF + HALL
    assert "letter-spacing" not in CSS + STAFF + HALL


def test_script_and_stylesheets_keep_to_their_budgets():
    bootstrap = Path(str(finders.find("vendor/bootstrap.min.css"))).read_bytes()

    assert len(brotli.compress(bootstrap)) + len(brotli.compress(CSS.encode())) <= 28 * 1024
    assert len(brotli.compress(STAFF.encode())) <= 3 * 1024
    assert (STATIC / "phuong.js").stat().st_size <= 8 * 1024


def test_of_the_npm_packages_only_the_named_files_are_served():
    found = str(finders.find("vendor/bootstrap.min.css"))

    assert found.endswith("node_modules/bootstrap/dist/css/bootstrap.min.css")
    assert finders.find("vendor/bootstrap.css") is None
    assert finders.find("vendor/../package.json") is None


def test_collecting_finds_the_same_file_under_the_same_address():
    from phuong.kernel.ui.finders import VendorFinder

    listed = list(VendorFinder().list(None))

    assert [f"{vars(type(storage))['prefix']}/{name}" for name, storage in listed] == [
        "vendor/bootstrap.min.css",
        "vendor/jsQR.js",
    ]
    assert all(storage.exists(name) for name, storage in listed)
