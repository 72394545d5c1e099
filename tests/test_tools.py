"""The project's own tools do what they are trusted with."""

import gettext
import json
import re

import pytest

from tools import catalogues, check, dark, outside, shape, suites

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

#: a.py
msgid "Hồ sơ"
msgstr "Dossier"

msgctxt "verb"
msgid "Trả"
msgstr "Return"

msgctxt "noun"
msgid "Trả"
msgstr "Answer"

#, python-format
msgid "%(n)s ngày"
msgid_plural "%(n)s ngày"
msgstr[0] "%(n)s day"
msgstr[1] "%(n)s days"

msgid ""
"Dòng một\\n"
"dòng hai"
msgstr ""
"Line one\\n"
"line two"

#, fuzzy
msgid "Mờ"
msgstr "Blurred"

msgid "Chưa dịch"
msgstr ""

#~ msgid "Cũ"
#~ msgstr "Old"
"""


@pytest.fixture
def catalogue(tmp_path):
    path = tmp_path / "django.po"
    path.write_text(CATALOGUE, "utf-8")
    return path


@pytest.fixture
def compiled(catalogue):
    catalogues.compile_one(catalogue)
    with catalogue.with_suffix(".mo").open("rb") as handle:
        return gettext.GNUTranslations(handle)


def test_a_compiled_catalogue_speaks_to_python_s_own_gettext(compiled):
    assert compiled.gettext("Hồ sơ") == "Dossier"
    assert compiled.gettext("Dòng một\ndòng hai") == "Line one\nline two"


def test_contexts_keep_two_meanings_apart(compiled):
    assert compiled.pgettext("verb", "Trả") == "Return"
    assert compiled.pgettext("noun", "Trả") == "Answer"


@pytest.mark.parametrize(("number", "words"), [(1, "day"), (2, "days"), (0, "days")])
def test_counted_sentences_have_two_forms(compiled, number, words):
    assert compiled.ngettext("%(n)s ngày", "%(n)s ngày", number) == f"%(n)s {words}"


@pytest.mark.parametrize("sentence", ["Mờ", "Chưa dịch", "Cũ"])
def test_what_is_not_translated_is_shown_as_written(compiled, sentence):
    assert compiled.gettext(sentence) == sentence


def test_a_catalogue_written_again_reads_the_same(catalogue, tmp_path):
    again = tmp_path / "again.po"
    entries = catalogues.read(catalogue)
    catalogues.write(again, entries)
    assert catalogues.read(again) == entries


PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext
TITLE = _("Hồ sơ")
def say(n, name):
    ngettext("%(n)s việc", "%(n)s việc", n)
    pgettext("verb", "Trả")
    _(
        "Một câu dài "
        "viết hai dòng"
    )
    _(name)
    dict.get("không phải")
"""
TEMPLATE = """{% load i18n %}
<p title="{% translate "Gửi hồ sơ" %}">{% translate 'Trả' context "verb" %}</p>
{% blocktranslate count n=rows|length trimmed %}
  Có {{ n }} việc
{% plural %}
  Có {{ n }} việc
{% endblocktranslate %}
{{ _("Đóng")|upper }} không đánh dấu
{# translate "Ghi chú" #}
"""


def test_marked_sentences_are_found_in_python(tmp_path):
    path = tmp_path / "a.py"
    path.write_text(PYTHON, "utf-8")
    found = {(one.context, one.id, one.plural) for one in catalogues._in_python(path)}
    assert found == {
        (None, "Hồ sơ", None),
        (None, "%(n)s việc", "%(n)s việc"),
        ("verb", "Trả", None),
        (None, "Một câu dài viết hai dòng", None),
    }


def test_a_sentence_with_and_without_a_plural_is_a_fault(tmp_path, monkeypatch):
    (tmp_path / "phuong").mkdir()
    (tmp_path / "phuong" / "a.py").write_text('_("%(n)s phút")\n_("Hồ sơ")', "utf-8")
    (tmp_path / "phuong" / "b.py").write_text('ngettext("%(n)s phút", "%(n)s phút", 2)', "utf-8")
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    assert [one.id for one in catalogues.found() if one.mixed] == ["%(n)s phút"]


def test_marked_sentences_are_found_in_templates(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(TEMPLATE, "utf-8")
    found = {(one.context, one.id, one.plural) for one in catalogues._in_template(path)}
    assert found == {
        (None, "Gửi hồ sơ", None),
        ("verb", "Trả", None),
        (None, "Có %(n)s việc", "Có %(n)s việc"),
        (None, "Đóng", None),
    }


@pytest.mark.parametrize(
    ("entry", "faults"),
    [
        (catalogues.Entry("Hồ sơ", strings=["Dossier"]), []),
        (catalogues.Entry("Hồ sơ", strings=[""]), ["no English"]),
        (catalogues.Entry("Hồ sơ", strings=["Dossier"], flags={"fuzzy"}), ["fuzzy"]),
        (catalogues.Entry("Email", strings=["Email"]), ["equal to the Vietnamese"]),
        (
            catalogues.Entry("Hồ sơ", strings=["Dossier (hồ sơ)"]),
            ["Vietnamese letters in the English"],
        ),
        (
            catalogues.Entry("Email", strings=["Email"], comments=["# the same: proper name"]),
            [],
        ),
        (
            catalogues.Entry("%(n)s ngày", strings=["%(days)s days"]),
            ["a place that the sentence has not"],
        ),
        (catalogues.Entry("a", plural="a", strings=["one"]), ["English has two forms"]),
    ],
)
def test_what_is_wrong_with_an_entry_is_told(entry, faults):
    assert list(catalogues._faults(entry)) == faults


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("-----BEGIN RSA PRIVATE" + " KEY-----", "a private key"),
        ("token = 'ghp_" + "a1" * 18 + "'", "a token"),
        ("AKIA" + "ABCDEFGH12345678", "a cloud key"),
        ("SECRET_KEY = '" + "x" * 20 + "'", "a key in clear"),
        ("postgres://me:hunter2" + "@db.example/x", "a password in an address"),
        ("open('/ho" + "me/someone/x')", "a home folder"),
        ("cd /wo" + "rk/main", "a folder of one machine"),
        ("--index" + "-url https://mirror", "a registry's option"),
        ("https://" + "pypi.example/simple", "a registry's address"),
    ],
)
def test_a_planted_secret_or_address_is_found(line, what):
    patterns = {**shape.SECRETS, **shape.ADDRESSES}
    assert re.search(patterns[what], line)


@pytest.mark.parametrize(
    "line", ["postgres://phuong@db.example/x", "see docs/how-to/", "https://example.org", "/ho-so/"]
)
def test_what_is_harmless_is_let_be(line):
    patterns = {**shape.SECRETS, **shape.ADDRESSES}
    assert [what for what, pattern in patterns.items() if re.search(pattern, line)] == []


@pytest.mark.parametrize(
    ("licence", "good"),
    [
        ("MIT License", True),
        ("BSD-3-Clause", True),
        ("Apache-2.0 OR BSD-2-Clause", True),
        ("LGPL-3.0-only", True),
        ("MIT AND OFL-1.1", True),
        ("GNU Affero General Public License v3", False),
        ("GPL-3.0-only", False),
        ("UNKNOWN", False),
        ("Our own terms", False),
    ],
)
def test_licences_are_allowed_by_name(licence, good):
    assert (outside._against("thing", licence) == []) is good


def test_a_check_that_could_not_find_out_says_so():
    assert check.Answer("x", check.CANNOT_TELL, 1.0, "").verdict == "not looked up"
    assert check.Answer("x", 1, 1.0, "").verdict == "FAILED"


def test_every_check_runs_even_if_one_failed_and_the_whole_fails(capsys):
    python = check.PY
    chosen = [
        check.Check("first", (python, "-c", "raise SystemExit('no good')")),
        check.Check("second", (python, "-c", "print('fine')")),
    ]
    assert check.run(chosen) == 1
    said = capsys.readouterr().out
    assert "no good" in said
    assert re.search(r"first +\d+\.\d  FAILED", said)
    assert re.search(r"second +\d+\.\d  ok", said)


@pytest.mark.parametrize(
    ("outcomes", "code", "closing"),
    [
        ([suites.Outcome("sqlite", 2.0, passed=3)], 0, "3 passed in 2.00s"),
        ([suites.Outcome("sqlite", 2.0, passed=3, failed=1, code=1)], 1, "1 failed, 3 passed in"),
        ([suites.Outcome("browser", missing="get it so")], 0, "0 passed in 0.00s"),
    ],
)
def test_the_suites_close_with_one_line_in_pytest_s_manner(outcomes, code, closing, capsys):
    assert suites.summary(outcomes) == code
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert re.fullmatch(r"=+ .* =+", last)
    assert closing in last


def test_quick_is_rules_kernel_and_areas_unless_somebody_names_a_file():
    quick = suites.SUITES["quick"]
    assert {"phuong/kernel", "phuong/areas"} <= set(quick.paths)
    assert all((shape.ROOT / path).exists() for path in quick.paths)
    assert suites.wanted_of(quick, ["-x"]) == [*quick.paths, "-x"]
    assert suites.wanted_of(quick, ["tests/test_tools.py::test_x"]) == [
        "tests/test_tools.py::test_x"
    ]
    for name in ("sqlite", "postgres", "browser"):
        assert suites.wanted_of(suites.SUITES[name], []) == []


def test_what_failed_is_said_once_more_above_the_closing_line(tmp_path, capsys):
    report = tmp_path / "report.xml"
    report.write_text(
        """<testsuites><testsuite tests="2" failures="1" errors="0" skipped="0">
        <testcase classname="tests.test_a" name="test_good" />
        <testcase classname="tests.test_a" name="test_bad"><failure message="1 != 2">long
        </failure></testcase></testsuite></testsuites>"""
    )
    outcome = suites.Outcome("sqlite", code=1)
    suites._read(report, outcome)
    assert suites.summary([outcome]) == 1
    fault, why, _, closing = capsys.readouterr().out.strip().splitlines()[-4:]
    assert (fault, why) == ("✗ sqlite tests.test_a::test_bad", "  1 != 2")
    assert "1 failed, 1 passed" in closing


def test_locks_agree_with_each_other_and_hold_every_file_by_its_hash():
    runtime, test, dev = (outside.pins(f"{name}.txt") for name in ("runtime", "test", "dev"))
    assert runtime.items() <= test.items() <= dev.items()
    for name in ("runtime", "test", "dev", "assets", "spark"):
        text = (shape.ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        for block in re.split(r"\n(?=[a-z])", text):
            assert "==" not in block or "--hash=sha256:" in block


def test_the_npm_lock_holds_every_file_by_its_hash_and_no_address():
    lock = json.loads((shape.ROOT / "package-lock.json").read_text("utf-8"))
    packages = {path: package for path, package in lock["packages"].items() if path}
    assert packages
    assert all("integrity" in package for package in packages.values())
    assert not any("resolved" in package for package in packages.values())


def test_the_dark_that_follows_the_machine_is_the_dark_that_is_chosen():
    assert dark.PLACE.read_text("utf-8") == dark.text()
    assert dark.text().count('[data-bs-theme="auto"] {') == dark.OURS.joinpath(
        "phuong.css"
    ).read_text("utf-8").count('\n[data-bs-theme="dark"] {')
