import unicodedata
import uuid
from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from phuong.kernel.errors import RuleBroken
from phuong.kernel.ui.forms import (
    AmountField,
    CodeField,
    DateField3,
    DayFilter,
    FilterForm,
    IdNumberField,
    PartialDate,
    PersonNameField,
    PhoneField,
    RefusableForm,
    UploadField,
    UploadsField,
)
from phuong.kernel.ui.tests.gallery import BirthForm

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


class Ids(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.ids, self.targets = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a" and found.get("href", "").startswith("#"):
            self.targets.append(found["href"][1:])


def said(field, value, **files):
    form_class = type("One", (RefusableForm,), {"one": field})
    form = form_class({"one": value} if value is not None else {}, files)
    return form.errors.get("one", []) or form.cleaned_data["one"]


def dated(day="", month="", year="", **options):
    form_class = type("One", (RefusableForm,), {"one": DateField3(label="Ngày sinh", **options)})
    form = form_class({"one_day": day, "one_month": month, "one_year": year})
    return form.errors.get("one", []) or form.cleaned_data["one"]


def test_each_missing_field_says_what_to_do():
    form = BirthForm({})

    assert {name: list(words) for name, words in form.errors.items()} == {
        "name": ["Nhập họ, chữ đệm và tên"],
        "born_on": ["Nhập ngày sinh, ví dụ 27 3 1958"],
        "phone": ["Nhập số điện thoại"],
        "how": ["Chọn cách nhận kết quả"],
        "area": ["Chọn khu vực"],
        "paper": ["Chọn tệp: giấy chứng sinh"],
        "true": ["Đánh dấu vào ô “tôi chịu trách nhiệm về những điều đã khai”"],
    }


def test_every_link_of_the_error_summary_lands_on_a_control():
    form = BirthForm({"born_on_day": "31"})
    html = Template("{% load ui %}{% error_summary form %}{{ form }}").render(
        Context({"form": form})
    )

    found = Ids(html)

    assert "Có 7 chỗ cần sửa" in html
    assert len(found.targets) == 7
    assert set(found.targets) <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))


def test_the_summary_says_the_same_words_as_the_field():
    form = BirthForm({})
    html = Template("{% load ui %}{% error_summary form %}{{ form }}").render(
        Context({"form": form})
    )

    assert html.count("Nhập họ, chữ đệm và tên") == 2


def test_a_field_has_label_hint_error_and_control_in_this_order_and_ties_them():
    html = str(BirthForm({"phone": "09051"})["phone"].as_field_group())

    order = ["<label", 'id="id_phone_helptext"', 'id="id_phone_error"', "<input"]
    assert [html.index(part) for part in order] == sorted(html.index(part) for part in order)
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="09051"' in html
    assert "required" not in html


def test_optional_fields_say_so_and_filters_do_not():
    class Filter(FilterForm):
        q = forms.CharField(label="Tìm", required=False)

    assert "(không bắt buộc)" in str(BirthForm()["id_number"].as_field_group())
    assert "(không bắt buộc)" not in str(BirthForm()["phone"].as_field_group())
    assert "(không bắt buộc)" not in str(Filter()["q"].as_field_group())


def test_typed_values_come_back_as_they_were_typed():
    html = str(BirthForm({"born_on_day": "31", "born_on_month": "hai", "how": "post"}))

    assert 'name="born_on_day" class="form-control p-w-2" value="31"' in html
    assert 'value="hai"' in html
    assert 'value="post" id="id_how_1" checked' in html


def test_strings_are_stored_composed_however_they_were_typed():
    typed = QueryDict(mutable=True)
    typed["name"] = unicodedata.normalize("NFD", "Nguyễn  Thị Hường")

    form = BirthForm(typed)

    assert form["name"].value() == "Nguyễn  Thị Hường"
    assert form.is_valid() is False
    assert form.cleaned_data["name"] == "Nguyễn Thị Hường"


def test_a_rule_stands_beside_its_field_or_on_top():
    form = RefusableForm({})
    other = BirthForm({"phone": "0905123412"})
    form.refuse(RuleBroken("x.y", "Đã hỏi %(times)s lần, 100%% số.", times=1))
    other.refuse(RuleBroken("x.y", "Số này đã dùng.", field="phone"))

    assert form.complaints() == [("", "Đã hỏi 1 lần, 100% số.")]
    assert form.errors.as_data()["__all__"][0].code == "x.y"
    assert other.errors["phone"] == ["Số này đã dùng."]


def test_the_page_makes_the_id_of_a_sending_and_keeps_it():
    fresh, again = RefusableForm(), RefusableForm()
    made = fresh["request_id"].value()

    sent = RefusableForm({"request_id": str(made)})

    assert made != again["request_id"].value()
    assert sent.is_valid()
    assert str(sent.cleaned_data["request_id"]) == made
    assert f'value="{made}"' in str(sent)


@pytest.mark.parametrize("spoilt", ["", "x", "' OR 1=1"])
def test_a_spoilt_id_of_a_sending_becomes_a_new_one(spoilt):
    form = RefusableForm({"request_id": spoilt})

    assert form.is_valid()
    assert isinstance(form.cleaned_data["request_id"], uuid.UUID)


@pytest.mark.parametrize("typed", ["0905123412", "090 512 3412", "+84 905.123.412", "84905123412"])
def test_a_phone_number_is_read_as_people_write_it(typed):
    assert said(PhoneField(), typed) == "+84905123412"


def test_a_phone_number_that_is_none_says_how_one_looks():
    assert said(PhoneField(), "12345") == ["Nhập số điện thoại gồm 10 chữ số, ví dụ 090 512 3412"]


def test_a_stored_phone_number_is_shown_as_people_write_it():
    assert 'value="090 512 3412"' in str(BirthForm(initial={"phone": "+84905123412"})["phone"])


@pytest.mark.parametrize(
    "name", ["Y", "Nguyễn Thị Hường", "O’Brien", "Ксения", "王芳", "H'Hen Niê"]
)
def test_a_name_may_be_in_any_script(name):
    assert said(PersonNameField(), name) == name


def test_a_name_is_not_too_long_and_hides_nothing():
    assert said(PersonNameField(), "a" * 201) == [
        "Viết ngắn lại: nhiều nhất 200 ký tự, đang có 201"
    ]
    assert said(PersonNameField(), "An\u202eh") == ["Xoá các ký tự lạ trong họ tên"]


def test_an_identity_number_warns_of_old_cards_and_refuses_other_lengths():
    form = BirthForm({"id_number": "361 234 567"})
    html = str(form)

    assert form.cleaned_data["id_number"] == "361234567"
    assert "chứng minh nhân dân cũ" in form.warnings["id_number"]
    assert form.warnings["id_number"] in html
    assert said(IdNumberField(), "12345") == [
        "Nhập số định danh gồm 12 chữ số, ví dụ 092 158 000 123"
    ]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("pm-261122-0147", "PM-261122-0147"), (" pm 261122–0147", "PM261122-0147")],
)
def test_a_code_is_taken_in_any_case_with_spaces(typed, code):
    assert said(CodeField(), typed) == code


def test_an_amount_is_read_with_dots_between_thousands_and_no_other_dot():
    field = AmountField()
    given = ["8000", "8.000", "1 250 000", "0"]
    assert [field.clean(typed) for typed in given] == [8000, 8000, 1250000, 0]
    for typed in ("8.00", "8,000", "8.0", "tám"):
        assert said(AmountField(), typed) == ["Nhập số tiền bằng đồng, ví dụ 8.000"]


def test_a_date_takes_three_boxes():
    assert dated("27", "3", "1958") == date(1958, 3, 27)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("27", "3", ""), "Nhập thêm năm, 4 chữ số"),
        (("27", "", "1958"), "Nhập thêm tháng"),
        (("", "3", "1958"), "Nhập thêm ngày"),
        (("31", "2", "1958"), "Không có ngày 31/2/1958. Xem lại ngày và tháng"),
        (("1", "13", "1958"), "Nhập tháng từ 1 đến 12"),
        (("1", "9" * 5000, "1958"), "Nhập tháng từ 1 đến 12"),
        (("1", "1", "58"), "Nhập năm đủ 4 chữ số, ví dụ 1958"),
        (("một", "1", "1958"), "Nhập ngày bằng chữ số"),
        (("22", "11", "2026"), "Ngày sinh phải trước hôm nay"),
    ],
)
def test_a_date_says_which_box_to_look_at(typed, words):
    assert dated(*typed, before=TODAY) == [words]


def test_the_summary_lands_on_the_box_that_is_wrong():
    assert (
        BirthForm({"born_on_day": "27", "born_on_month": "3"}).anchor("born_on") == "id_born_on_2"
    )


@pytest.mark.parametrize(
    ("typed", "made", "shown"),
    [
        (("", "", "1958"), PartialDate(1958), "1958"),
        (("", "3", "1958"), PartialDate(1958, 3), "3/1958"),
        (("27", "3", "1958"), PartialDate(1958, 3, 27), "27/3/1958"),
    ],
)
def test_old_papers_may_have_a_part_of_a_date(typed, made, shown):
    assert dated(*typed, partial=True) == made
    assert str(made) == shown


def test_a_partial_date_knows_the_days_it_can_mean():
    assert (PartialDate(1958).first, PartialDate(1958).last) == (
        date(1958, 1, 1),
        date(1958, 12, 31),
    )
    assert PartialDate(2024, 2).last == date(2024, 2, 29)


@given(st.dates())
def test_every_date_comes_back_from_its_three_boxes(day):
    with translation.override("vi"):
        assert dated(str(day.day), str(day.month), f"{day.year:04}") == day


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"x", "Chọn ảnh (JPG, PNG, HEIC) hoặc PDF"),
        ("a.pdf", b"", "Tệp không có nội dung. Chọn lại"),
        ("a.pdf", b"x" * (1024 * 1024 + 1), "Tệp lớn hơn 1 MB. Chụp lại ở cỡ nhỏ hơn"),
    ],
)
def test_a_file_that_cannot_be_taken_says_what_to_choose(name, content, words):
    field = UploadField(label="Giấy", max_mb=1)

    assert said(field, None, one=SimpleUploadedFile(name, content)) == [words]


def test_several_files_may_come_at_once():
    class Many(RefusableForm):
        papers = UploadsField(label="Giấy tờ", max_files=2)

    def sent(count):
        files: MultiValueDict[str, SimpleUploadedFile] = MultiValueDict()
        files.setlist("papers", [SimpleUploadedFile(f"{at}.pdf", b"x") for at in range(count)])
        return Many({}, files)

    assert [one.name for one in sent(2).files.getlist("papers")] == ["0.pdf", "1.pdf"]
    assert sent(2).is_valid()
    assert sent(3).errors["papers"] == ["Chọn nhiều nhất 2 tệp"]
    assert sent(0).errors["papers"] == ["Chọn tệp: giấy tờ"]


def test_days_are_read_before_months():
    class Plain(FilterForm):
        on = forms.DateField(label="Ngày")

    assert Plain({"on": "05/11/2026"}).fields["on"].clean("05/11/2026") == date(2026, 11, 5)
    with translation.override("en"):
        assert Plain({"on": "05/11/2026"}).fields["on"].clean("05/11/2026") == date(2026, 11, 5)


DJANGO_FIELDS = [
    forms.CharField(max_length=3), forms.IntegerField(min_value=2, max_value=5),
    forms.DecimalField(max_digits=4, decimal_places=1), forms.DateField(), forms.TimeField(),
    forms.DateTimeField(), forms.EmailField(),
    forms.URLField(assume_scheme="https"), forms.ChoiceField(choices=[("a", "A")]),
    forms.MultipleChoiceField(choices=[("a", "A")]), forms.UUIDField(), forms.FloatField(),
    forms.TypedChoiceField(choices=[("a", "A")]), forms.BooleanField(), forms.FileField(),
]  # fmt: skip


@pytest.mark.parametrize("field", DJANGO_FIELDS, ids=lambda field: type(field).__name__)
@pytest.mark.parametrize("typed", ["", "x x", "99999999", "1,23456", "\x00"])
def test_no_field_speaks_english_or_says_that_something_is_invalid(field, typed):
    field.label = "Ô này"
    form_class = type("One", (RefusableForm,), {"one": field})
    form = form_class({"one": [typed] if "Multiple" in type(field).__name__ else typed})

    for words in form.errors.get("one", []):
        assert "không hợp lệ" not in words
        assert not {"enter", "valid", "this", "required", "ensure", "select", "choice"} & set(
            words.lower().split()
        ), words


@pytest.mark.parametrize("typed", ["", "no day"])
def test_a_page_of_one_day_shows_today_until_another_was_chosen(typed):
    today = date(2026, 11, 16)
    asked = DayFilter({"ngay": typed} if typed else {}, today)
    assert asked.day() == today
    assert DayFilter({}, today)["ngay"].value() == "2026-11-16"
    assert DayFilter({"ngay": "13/11/2026"}, today).day() == date(2026, 11, 13)
