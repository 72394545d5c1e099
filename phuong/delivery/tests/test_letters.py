"""An official's mail address: confirmed by its link; the digest goes there when it is wanted."""

import html
import re
from uuid import uuid4

import pytest

from phuong.areas.accounts.models import OfficialMail
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.delivery import jobs
from phuong.kernel.notices import channels
from phuong.kernel.notices import jobs as outbox
from phuong.kernel.notices.gateways.mail import MailGateway, MailServer
from phuong.kernel.notices.models import Notice
from phuong.kernel.notices.models import State as Sent
from phuong.kernel.notices.tests.servers import mail_server
from tests.support.builders import FRIDAY, THURSDAY, browser_of, load_law_values

pytestmark = pytest.mark.django_db
MAIL = "/can-bo/cai-dat/thu/"


def words(answer):
    return html.unescape(answer.content.decode())


@pytest.fixture
def clock(settings):
    at = [THURSDAY.replace(hour=7, minute=20)]
    settings.CLOCK = lambda: at[0]

    def turn(to):
        at[0] = to
        return to

    turn.at = at
    return turn


@pytest.fixture
def desk(clock):
    """The specialist has one dossier that is due on Thursday."""
    load_law_values()
    desk = make_desk(host="testserver")
    make_dossier(desk, State.IN_WORK)
    return desk


@pytest.fixture
def post(tmp_path, settings):
    """A mail server that the ward hands its letters in at."""
    settings.PUBLIC_URL = "https://phuong.example"
    with mail_server(tmp_path / "box") as running:
        given = MailServer("127.0.0.1", running.port, "mot-cua@phuong.example")
        before = [channels.gateway_of(each) for each in channels.served()]
        channels.serve([MailGateway(given)])
        yield running
        channels.serve(before)


def body(letter):
    return letter.get_body(("plain",)).get_content()


def link_in(letter):
    return re.search(r"https://testserver(/can-bo/\S+)", body(letter))[1]


def confirm(browser, post, clock, address="mai@mail.example"):
    browser.post(MAIL, {"address": address})
    outbox.deliver(clock.at[0])
    return browser.post(link_in(post.letters[-1]), follow=True)


def mail_rows(desk):
    return Notice.objects.of(desk.ward).filter(channel="email").order_by("told_at", "id")


def test_an_address_counts_once_its_owner_opened_the_link(desk, post, clock):
    browser = browser_of(desk.specialist)
    browser.post(MAIL, {"address": "mai@mail.example"})
    assert "Chờ mở đường dẫn trong thư" in words(browser.get(MAIL))
    outbox.deliver(clock.at[0])
    (letter,) = post.letters
    assert letter["To"] == "mai@mail.example"
    assert letter["Subject"] == "Xác nhận địa chỉ thư"
    way = link_in(letter)
    # Another official, a look by a machine, a forged link: none of them confirms anything.
    browser_of(desk.leader).post(way)
    browser.get(way)
    assert "hết hạn, đã dùng" in words(browser.post(way[:-2] + "x/", follow=True))
    assert OfficialMail.objects.of(desk.ward).get().confirmed_at is None
    assert "Đã xác nhận địa chỉ thư." in words(browser.post(way, follow=True))
    assert "Gửi cả qua thư, trong giờ làm việc" in words(browser.get(MAIL))
    assert "hết hạn, đã dùng" in words(browser.post(way, follow=True))


def test_a_link_to_an_address_that_was_changed_meanwhile_confirms_nothing(desk, post, clock):
    browser = browser_of(desk.specialist)
    browser.post(MAIL, {"address": "cu@mail.example"})
    outbox.deliver(clock.at[0])
    old = link_in(post.letters[-1])
    clock(THURSDAY.replace(hour=8))
    browser.post(MAIL, {"address": "moi@mail.example"})
    assert "thuộc địa chỉ khác" in words(browser.post(old, follow=True))
    clock(FRIDAY.replace(hour=9))
    assert OfficialMail.objects.of(desk.ward).get().confirmed_at is None


def test_a_second_press_seconds_later_sends_no_second_letter(desk, post, clock):
    browser, sent = browser_of(desk.specialist), {"address": "mai@mail.example"}
    for second, press in ((20, uuid4()), (25, None), (40, uuid4())):
        clock(THURSDAY.replace(hour=7, second=second))
        sent["request_id"] = str(press or sent["request_id"])
        assert browser.post(MAIL, sent).status_code == 302
    outbox.deliver(clock.at[0])
    first, asked_again = mail_rows(desk)
    assert (first.told_at.second, asked_again.told_at.second) == (20, 40)
    assert OfficialMail.objects.of(desk.ward).get().asked_at.second == 40


def test_the_digest_goes_by_mail_too_once_a_day_and_names_nobody(desk, post, clock):
    confirm(browser_of(desk.specialist), post, clock)
    for minute in (20, 40):
        jobs._digest(desk.clock(clock(THURSDAY.replace(hour=7, minute=minute))))
        outbox.deliver(clock.at[0])
    assert len(post.letters) == 2
    text = body(post.letters[-1])
    assert "0 quá hạn, 1 hết hạn trong ngày, 0 sắp đến hạn" in text
    assert "https://testserver/can-bo/" in text
    assert "Nguyễn" not in text
    assert "PM-" not in text


def test_who_wants_no_letters_and_who_confirmed_none_gets_none(desk, post, clock):
    browser = browser_of(desk.specialist)
    browser.post(MAIL, {"address": "mai@mail.example"})
    jobs._digest(desk.clock(clock.at[0]))
    outbox.deliver(clock.at[0])
    assert [each["Subject"] for each in post.letters] == ["Xác nhận địa chỉ thư"]
    browser.post(link_in(post.letters[-1]))
    browser.post(MAIL, {"what": "enough"})
    assert "Không gửi qua thư" in words(browser.get(MAIL))
    jobs._digest(desk.clock(clock(FRIDAY.replace(hour=7, minute=20))))
    outbox.deliver(clock.at[0])
    assert len(post.letters) == 1
    browser.post(MAIL, {"what": "remove"})
    assert not OfficialMail.objects.of(desk.ward).exists()


def test_a_digest_that_nobody_takes_stands_on_the_administrator_s_page_like_any_letter(
    desk, post, clock
):
    confirm(browser_of(desk.specialist), post, clock)
    post.handler.recipient = "550 no such box"
    jobs._digest(desk.clock(clock.at[0]))
    outbox.deliver(clock.at[0])
    row = mail_rows(desk).last()
    assert (row.state, row.reason) == (Sent.DEAD, "no-such-address")
    house = browser_of(desk.administrator)
    assert "Thư điện tử" in words(house.get("/quan-tri/"))
    post.handler.recipient = "250 OK"
    given = {"channel": "email", "state": "dead", "reason": row.reason, "what": "again"}
    house.post("/quan-tri/tin/", given)
    outbox.deliver(clock.at[0])
    assert len(post.letters) == 2


def test_a_letter_of_yesterday_that_never_got_out_is_no_news_today(desk, post, clock):
    confirm(browser_of(desk.specialist), post, clock)
    post.handler.recipient = "450 busy"
    jobs._digest(desk.clock(clock.at[0]))
    outbox.deliver(clock.at[0])
    jobs._digest(desk.clock(clock(FRIDAY.replace(hour=7, minute=30))))
    post.handler.recipient = "250 OK"
    outbox.deliver(clock.at[0])
    assert [row.state for row in mail_rows(desk)] == [Sent.SENT, Sent.RECALLED, Sent.SENT]
    assert "1 quá hạn" in body(post.letters[-1])


def test_a_demo_sends_nothing_and_shows_the_link(desk, clock):
    desk.ward.is_demo = True
    desk.ward.save()
    browser = browser_of(desk.specialist)
    sent = {"address": "mai@mail.example", "request_id": str(uuid4())}
    way, again = (
        words(browser.post(MAIL, sent)).partition(f'href="{MAIL}')[2].partition('"')[0]
        for _press in range(2)
    )
    assert again == way
    assert "Đã xác nhận địa chỉ thư." in words(browser.post(f"{MAIL}{way}", follow=True))


@pytest.mark.parametrize("typed", ["", "mai", "mai@", "mai@mail.example\nBcc: x@y.example"])
def test_what_is_no_address_is_told_beside_the_field(desk, typed):
    answer = browser_of(desk.specialist).post(MAIL, {"address": typed})
    assert answer.status_code == 422
    assert not OfficialMail.objects.of(desk.ward).exists()
