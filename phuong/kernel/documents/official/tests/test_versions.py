"""Forms have days: each day has one version, cited, marked, and of a layout of its own."""

from datetime import date, timedelta

import pytest

from phuong.kernel.documents.official import versions
from phuong.kernel.documents.official.tests.made import newest
from phuong.kernel.errors import RuleBroken
from phuong.kernel.law.api import NotInForce
from phuong.kernel.law.pack import PACKS
from phuong.kernel.law.pack.whole import read

FORMS = ("receipt", "supplement", "refusal", "apology", "stopping", "control", "register")
VERSION = """
[[layout]]
id = "a"
title = "Mẫu"
paper = "a5"
issuer = "desk"

[[version]]
form = "x"
id = "1"
layout = "a"
series = "test-x"
numbering = "{n}/X"
issuer_name = "Nơi"
valid_from = 2020-01-01
%s
act = "a"
certainty = "sourced"
"""


@pytest.mark.parametrize("form", [*FORMS, "handover"])
def test_every_day_since_2012_has_one_version_of_every_form(form):
    day = date(2012, 1, 1)
    while day < date(2027, 1, 1):
        assert sum(one.form == form and one.covers(day) for one in versions.all_versions()) == 1
        day += timedelta(days=13)


def test_the_forms_in_force_are_numbered_01_to_07():
    marks = {version.form: version.mark for version in newest() if version.mark}
    assert marks == {form: f"{place:02}" for place, form in enumerate(FORMS, start=1)}


def test_a_day_before_all_versions_has_none():
    with pytest.raises(NotInForce):
        versions.in_force("receipt", date(2011, 12, 31))


def test_acts_that_forms_cite_are_in_the_pack_of_the_law():
    known = {act.number for act in read(PACKS).acts}
    assert {version.act for version in versions.all_versions()} <= known


def test_a_paper_cites_no_act_that_it_may_not_be_of():
    for version in versions.all_versions():
        cited = version.act in version.citation
        assert cited == (not version.needs_review and version.act != versions.OUR_OWN)


@pytest.mark.parametrize(
    "text",
    [
        VERSION % "odd = 1",
        VERSION % "valid_to = 2019-01-01",
        VERSION % "" + VERSION[VERSION.index("[[version]]") :] % "",
        (VERSION % "").replace('layout = "a"', 'layout = "b"'),
    ],
    ids=["left over", "ends before it begins", "two on one day", "no such layout"],
)
def test_a_pack_with_a_slip_of_the_pen_is_refused(tmp_path, text):
    (tmp_path / "forms.toml").write_text(text, "utf-8")
    with pytest.raises(RuleBroken):
        list(versions.read(tmp_path))
