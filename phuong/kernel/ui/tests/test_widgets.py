"""Widgets drawn by Python: right for a browser, and whatever was typed stays text."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from phuong.kernel.ui.dates import DateParts, HiddenDateParts
from phuong.kernel.ui.fields import UploadsField

HOSTILE = "\"><script>alert('1')</script>&amp;"
CHOICES = [("", "Chọn"), (HOSTILE, HOSTILE), ("Nhóm", [("c", lazystr("C")), (3, "ba")])]
LINES = (forms.TextInput, forms.NumberInput, forms.EmailInput, forms.HiddenInput, forms.DateInput)
CHOOSING = (forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple)


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found, self.words = [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data

    def named(self, tag):
        return [attrs for name, attrs in self.found if name == tag]


@pytest.mark.parametrize("widget", LINES)
def test_a_line_holds_what_was_typed_and_nothing_of_it_is_a_tag(widget):
    attrs = {"id": "id_a", "class": "p-w-4", "required": True, "disabled": False, "data-x": HOSTILE}
    ((tag, found),) = Tags(widget().render("ten", HOSTILE, attrs)).found
    assert (tag, found["name"], found["id"]) == ("input", "ten", "id_a")
    assert (found["value"], found["data-x"]) == (HOSTILE, HOSTILE)
    assert found["required"] is None
    assert "disabled" not in found
    if widget is not forms.HiddenInput:
        assert found["class"] == "form-control p-w-4"


def test_a_line_without_a_value_says_none_and_a_nought_is_one():
    assert "value" not in Tags(forms.TextInput().render("n", None)).found[0][1]
    assert Tags(forms.NumberInput().render("n", 0)).found[0][1]["value"] == "0"


def test_a_box_to_tick_is_ticked():
    found = Tags(forms.CheckboxInput().render("n", True)).named("input")[0]
    assert (found["type"], found["class"], found["checked"]) == (
        "checkbox",
        "form-check-input",
        None,
    )


@pytest.mark.parametrize("widget", CHOOSING)
def test_choices_keep_values_words_groups_and_what_was_chosen(widget):
    page = Tags(widget(choices=CHOICES).render("n", [HOSTILE, "3"], {"id": "id_n"}))
    assert page.named("script") == []
    tag = "option" if widget in (forms.Select, forms.SelectMultiple) else "input"
    values = [one["value"] for one in page.named(tag)]
    assert values == ["", HOSTILE, "c", "3"]
    chosen = [one["value"] for one in page.named(tag) if "selected" in one or "checked" in one]
    many = widget in (forms.SelectMultiple, forms.CheckboxSelectMultiple)
    assert chosen == ([HOSTILE, "3"] if many else [HOSTILE])
    for word in ("Chọn", HOSTILE, "C", "ba"):
        assert word in page.words
    assert "Nhóm" in (page.named("optgroup")[0]["label"] if tag == "option" else page.words)
    if tag == "input":
        assert [one["for"] for one in page.named("label")] == [one["id"] for one in page.named(tag)]


def test_a_date_has_three_boxes_with_their_words_or_three_that_are_carried_along():
    typed = ["31", "<2>", ""]
    page = Tags(DateParts().render("ngay", typed, {"id": "id_ngay"}))
    assert [one.get("value", "") for one in page.named("input")] == typed
    assert [one["for"] for one in page.named("label")] == [one["id"] for one in page.named("input")]
    assert page.words == "NgàyThángNăm"
    carried = Tags(HiddenDateParts().render("ngay", typed)).named("input")
    assert {one["type"] for one in carried} == {"hidden"}
    assert [one.get("value", "") for one in carried] == typed


def test_an_upload_has_room_for_the_names_of_files():
    page = Tags(UploadsField(label="Ảnh").widget.render("anh", None, {"id": "id_anh"}))
    assert page.named("input")[0]["type"] == "file"
    assert "data-names" in page.named("ul")[0]


def test_what_is_marked_safe_by_us_is_left_as_it_is():
    drawn = forms.Select(choices=[("a", mark_safe("<b>A</b>"))]).render("n", "")
    assert "><b>A</b></option>" in drawn


def test_longer_words_keep_their_template():
    assert Tags(forms.Textarea().render("n", HOSTILE)).named("textarea")[0]["name"] == "n"
