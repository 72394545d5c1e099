"""Words: places are codes, dates and numbers; an SMS is one message without marks."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phuong.kernel.audit.facts import Code
from phuong.kernel.notices import templates
from phuong.kernel.notices.channels import Channel
from phuong.kernel.notices.templates import Template, sms_length, unmarked
from phuong.kernel.notices.tests.conftest import RECEIVED

GIVEN = {"ward": "UBND phường Mẫu", "phone": "02800000000", "code": "PM-261122-0147"}
AFTERNOON = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


def test_a_message_in_full_and_as_an_sms():
    places = templates.stored({"due": AFTERNOON, "link": Code("phuongmau.example/q/7fK2")})
    assert templates.show("test.received", places, GIVEN) == (
        "Đã tiếp nhận hồ sơ",
        "Đã tiếp nhận hồ sơ PM-261122-0147. Hẹn trả 15:00, Thứ Tư 25/11/2026. Hỏi: 02800000000.",
    )
    assert templates.write("test.received", Channel.SMS, places, GIVEN)[1] == (
        "UBND phuong Mau: da nhan ho so PM-261122-0147. Hen tra 15:00 Thu Tu 25/11."
        " Xem: phuongmau.example/q/7fK2. Hoi: 02800000000"
    )
    assert templates.write("test.received", Channel.EMAIL, places, GIVEN)[1].startswith("Đã tiếp")


def test_dates_and_numbers_are_written_as_people_read_them():
    words = "%(day)s %(n)s %(c)s"
    template = Template(
        "x", "x", words, sms=words, sample={"day": date(2026, 2, 5), "n": 1500, "c": Code("A")}
    )
    templates.register(template)
    places = templates.stored(template.sample)
    assert templates.show("x", places, {}) == ("x", "05/02/2026 1.500 A")
    assert templates.write("x", Channel.SMS, places, {}) == ("", "05/02 1.500 A")


def test_free_text_is_no_place():
    name: str = "Nguyễn Văn A"
    with pytest.raises(TypeError, match="cannot hold"):
        templates.stored({"who": name})  # type: ignore[dict-item]


def test_a_template_with_an_unknown_place_is_refused():
    with pytest.raises(ValueError, match="the sample lacks"):
        templates.register(Template("x", "x", "%(who)s"))


def test_an_sms_that_may_be_longer_than_one_message_is_refused():
    with pytest.raises(ValueError, match="an SMS of 161 letters"):
        templates.register(Template("x", "x", "x", sms="ă" * 161))
    templates.register(Template("x", "x", "x", sms="ă" * 160))


def test_a_long_ward_still_gets_one_message():
    places = templates.stored(RECEIVED.sample)
    given = GIVEN | {"ward": "UBND phường có tên dài " * 6}
    assert sms_length(templates.write("test.received", Channel.SMS, places, given)[1]) <= 160


def test_a_message_outlives_its_area():
    assert templates.show("gone.received", {}, GIVEN)[1] == "Hồ sơ PM-261122-0147 có cập nhật mới."


@given(st.text())
def test_a_plain_text_is_plain(text):
    plain = unmarked(text)
    assert plain.isascii()
    assert unmarked(plain) == plain
