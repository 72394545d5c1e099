"""Letters through a real mail server: as they are read, and however the server fails."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from phuong.kernel.audit.facts import Code
from phuong.kernel.notices import calls, channels, jobs, letters, stuck, templates
from phuong.kernel.notices.channels import Channel
from phuong.kernel.notices.gateways.mail import MailGateway, MailServer
from phuong.kernel.notices.models import Notice, State
from phuong.kernel.notices.outbox import Applicant, Contact
from phuong.kernel.notices.templates import Template, UnitName
from phuong.kernel.notices.tests.made import make_subject, rows_of, told
from phuong.kernel.notices.tests.servers import DROP, free_port, mail_server, silence
from tests.support.builders import MONDAY, citizen, make_ward, moment

pytestmark = pytest.mark.django_db
ADDRESS = "huong@mail.example"
BY_MAIL = Applicant((Contact(Channel.EMAIL, ADDRESS),))
LETTER = Template(
    "test.letter",
    "Có kết quả",
    "Hồ sơ %(code)s đã có kết quả.",
    sample={"due": moment(25, 17), "unit": UnitName("Bộ phận Một cửa"), "qr": Code("x" * 22)},
    to_do="Mời đến nhận, mang theo giấy hẹn.",
    facts=(("Nơi giải quyết", "%(unit)s"), ("Hẹn trả trước", "%(due)s"), ("Quầy", "%(missing)s")),
    call=True,
    office_hours=False,
)
PLACES = {"due": moment(25, 17), "unit": UnitName("Tư pháp, hộ tịch"), "qr": Code("abc")}
SLOW = timedelta(minutes=2)


@pytest.fixture
def post(tmp_path):
    with mail_server(tmp_path / "box") as running:
        serve(running.port)
        yield running


def serve(port, **values):
    named = MailServer("127.0.0.1", port, "mot-cua@phuong.example", seconds=1)
    channels.register(MailGateway(replace(named, **values)))


@pytest.fixture(autouse=True)
def _letter():
    missing = replace(LETTER, sample={**LETTER.sample, "missing": 3})
    templates.register(missing)


def the_mail(subject) -> Notice:
    return next(row for row in rows_of(subject) if row.channel == Channel.EMAIL)


def tell_by_mail(ward, number=1, now=MONDAY):
    subject = make_subject(ward, number, now)
    told(citizen(ward, now), subject, template="test.letter", to=[BY_MAIL], params=PLACES)
    return subject


def test_a_letter_says_what_who_until_when_and_what_to_do(post, settings):
    settings.PUBLIC_URL = "https://phuong.example/"
    ward = make_ward(name="Phường Ninh Kiều", phone="0292 381 2345", email="hoi@phuong.example")
    subject = tell_by_mail(ward)
    assert jobs.deliver(MONDAY) == Counter(sent=1)

    (letter,) = post.letters
    assert letter["Subject"] == "Có kết quả · PM-261116-0001"
    assert letter["From"].addresses[0].display_name == "UBND phường Ninh Kiều"
    assert letter["From"].addresses[0].addr_spec == "mot-cua@phuong.example"
    assert (letter["To"], letter["Reply-To"]) == (ADDRESS, "hoi@phuong.example")
    assert letter["Message-ID"] == f"<{the_mail(subject).id}@phuong.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Id"] == "<thong-bao.phuong.example>"
    assert letter["Date"].datetime == MONDAY
    plain = letter.get_body(("plain",)).get_content().replace("\r\n", "\n")
    rich = letter.get_body(("html",)).get_content()
    for words in (
        "Hồ sơ PM-261116-0001 đã có kết quả.",
        "Mời đến nhận, mang theo giấy hẹn.",
        "Tư pháp, hộ tịch",
        "17:00, Thứ Tư 25/11/2026",
        "https://phuong.example/q/abc/",
        "0292 381 2345",
    ):
        assert words in plain
        assert words in rich
    assert "Nơi giải quyết: Tư pháp, hộ tịch\n" in plain
    assert "Quầy" not in plain
    assert "<script" not in rich
    assert "http://" not in rich


def test_the_house_writes_vietnamese_whatever_language_is_active(post):
    from django.utils.translation import override

    tell_by_mail(make_ward())
    with override("en"):
        jobs.deliver(MONDAY)
    assert "Việc của ông/bà: Mời đến nhận" in post.letters[0].get_body(("plain",)).get_content()


def test_a_server_that_takes_a_letter_and_breaks_off_gets_it_again_under_one_number(post):
    ward = make_ward()
    post.handler.data, post.handler.keeps = [DROP], True
    subject = tell_by_mail(ward)
    assert jobs.deliver(MONDAY) == Counter(failed=1)
    assert the_mail(subject).reason == "line-down"
    assert jobs.deliver(MONDAY + SLOW) == Counter(sent=1)
    first, second = post.letters
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize("answer", ["451 try later", "452 box full", "421 closing"])
def test_a_server_that_accepts_and_then_fails_is_asked_again(post, answer):
    post.handler.data = [answer]
    subject = tell_by_mail(make_ward())
    assert jobs.deliver(MONDAY) == Counter(failed=1)
    assert the_mail(subject).reason in {"busy", "line-down"}
    assert jobs.deliver(MONDAY + SLOW) == Counter(sent=1)
    assert len(post.letters) == 1


def test_a_letter_refused_for_good_is_given_up_in_the_open_and_called_instead(post):
    ward = make_ward()
    post.handler.data = ["554 spam"]
    subject = tell_by_mail(ward)
    assert jobs.deliver(MONDAY) == Counter(dead=1)
    assert [(s.state, s.reason) for s in stuck.stuck(ward.pk)] == [(State.DEAD, "mail-refused")]
    (call,) = calls.to_make(ward, MONDAY)
    assert call.subject_id == subject.id
    assert call.sentence == (
        "Hồ sơ PM-261116-0001 đã có kết quả. Mời đến nhận, mang theo giấy hẹn."
    )


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        ("550 no such user", "dead", "no-such-address"),
        ("450 greylisted", "failed", "busy"),
        ("530 log in first", "failed", "mail-log-in"),
    ],
)
def test_one_refused_recipient_holds_up_nobody_else(post, answer, state, reason):
    ward = make_ward()
    post.handler.recipient = answer
    refused = tell_by_mail(ward, 1)
    assert jobs.deliver(MONDAY) == Counter({state: 1})
    assert (the_mail(refused).state, the_mail(refused).reason) == (state, reason)
    post.handler.recipient = "250 OK"
    tell_by_mail(ward, 2)
    assert jobs.deliver(MONDAY)["sent"] == 1


def test_a_sender_that_the_server_does_not_know_is_our_fault_and_waits(post):
    post.handler.sender = "550 not yours"
    subject = tell_by_mail(make_ward())
    assert jobs.deliver(MONDAY) == Counter(failed=1)
    assert the_mail(subject).reason == "mail-sender-refused"


def test_a_slow_server_is_not_waited_for_and_a_dead_one_not_asked_for_each_letter(post):
    ward = make_ward()
    post.handler.slow = 3
    slow = tell_by_mail(ward)
    assert jobs.deliver(MONDAY) == Counter(failed=1)
    assert the_mail(slow).reason == "line-down"
    serve(free_port())
    subjects = [tell_by_mail(ward, number) for number in range(2, 8)]
    assert jobs.deliver(MONDAY) == Counter(failed=6)
    # Three in a row were tried; the others were left as they were.
    assert sorted(the_mail(each).attempts for each in subjects) == [0, 0, 0, 1, 1, 1]


def test_a_server_that_never_says_a_word_is_left_after_its_seconds():
    with silence() as port:
        serve(port)
        subject = tell_by_mail(make_ward())
        assert jobs.deliver(MONDAY) == Counter(failed=1)
    assert the_mail(subject).reason == "line-down"


@pytest.mark.parametrize("address", ["no at sign", "a@b\r\nBcc: x@y.example", "hường@mail.example"])
def test_an_address_that_no_letter_can_carry_is_given_up_and_nobody_else_is_written_to(
    post, address, caplog
):
    ward = make_ward()
    subject = make_subject(ward)
    to = [Applicant((Contact(Channel.EMAIL, address),))]
    told(citizen(ward), subject, template="test.letter", to=to, params=PLACES)
    assert jobs.deliver(MONDAY) == Counter(dead=1)
    assert post.letters == []
    assert address not in caplog.text


def test_no_address_and_no_words_are_logged_however_it_ends(post, caplog):
    caplog.set_level("DEBUG")
    ward = make_ward()
    for answer in ("250 OK", f"550 {ADDRESS} unknown", "451 later"):
        post.handler.recipient = answer
        tell_by_mail(ward, int(answer[:3]))
        jobs.deliver(MONDAY)
    said = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("mail.")
    )
    assert ADDRESS not in said
    assert "kết quả" not in said


@pytest.mark.parametrize(
    ("public", "base"),
    [
        ("", ""),
        ("https://phuong.example", "https://pm.example"),
        ("http://phuong.example:8000/", "http://pm.example:8000"),
    ],
)
def test_letters_lead_to_the_ward_s_own_host_at_the_port_of_the_installation(
    settings, public, base
):
    settings.PUBLIC_URL = public
    assert letters.base_of(make_ward("PM", host="pm.example")) == base
