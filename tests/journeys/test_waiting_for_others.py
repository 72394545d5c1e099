"""What a dossier waits for: money of the applicant, and what others say; each in the browser."""

import pytest
from django.utils import timezone

from phuong.areas.dossiers.models import Inquiry
from phuong.areas.dossiers.states import ASK_PAYMENT, CONSULT, State
from phuong.areas.dossiers.tests.builders import make_desk, make_ready_for
from phuong.areas.dossiers.tests.citizens import make_law
from phuong.kernel.people.models import Person
from tests.journeys.hands import enter, fits
from tests.journeys.test_correction import by_keyboard, look
from tests.support.browser import follow
from tests.support.builders import load_law_values

QUESTION = "Thửa đất này có đang tranh chấp không?"


@pytest.fixture
def desk(site, settings, tmp_path):
    settings.DATA_DIR, settings.PUBLIC_URL = tmp_path, site
    make_law()
    load_law_values()
    return make_desk()


def open_dossier(page, dossier):
    page.goto(f"{page.url.partition('/can-bo')[0]}/can-bo/ho-so/{dossier.code}/")


def choose(page, label):
    """Open what else can be done with a dossier, and choose one of it."""
    follow(page.locator(".p-others > summary"))
    follow(page.get_by_role("link", name=label))


def test_money_is_asked_for_paid_at_the_desk_and_the_clock_runs_on(visit, desk, axe):
    dossier = make_ready_for(desk, ASK_PAYMENT, State.IN_WORK, timezone.now())
    page = enter(visit, desk.specialist)
    open_dossier(page, dossier)
    choose(page, "Yêu cầu nộp tiền")
    axe(page)
    look(page, "payment-ask")
    by_keyboard(page, "Yêu cầu nộp tiền")
    page.get_by_role("alert").wait_for()
    page.get_by_label("Vì sao phải nộp bây giờ").fill("Nộp trước khi lập giấy.")
    by_keyboard(page, "Yêu cầu nộp tiền")
    page.get_by_text("Xong: Yêu cầu nộp tiền").wait_for()
    axe(page)

    phone = visit(f"/tra-cuu/?ma={dossier.code}")
    phone.get_by_label("4 số cuối điện thoại").fill("3412")
    follow(phone.get_by_role("button", name="Tra cứu"))
    phone.get_by_text("nộp 8.000 đồng").first.wait_for()
    assert phone.get_by_text("Trong lúc chờ, thời hạn tạm dừng").first.is_visible()
    assert fits(phone)
    axe(phone)
    look(phone, "payment-status")

    counter = enter(visit, desk.reception)
    open_dossier(counter, dossier)
    follow(counter.get_by_role("link", name="Thu tiền đã yêu cầu").first)
    counter.get_by_label("Số tiền đã nhận (đồng)").fill("8000")
    axe(counter)
    by_keyboard(counter, "Thu tiền đã yêu cầu")
    counter.get_by_text("Xong: Thu tiền đã yêu cầu").wait_for()
    phone.reload()
    phone.get_by_text("Đã nộp tiền, thời hạn chạy tiếp").wait_for()
    axe(phone)


def test_a_unit_and_an_agency_are_asked_and_each_answers_on_a_page_of_its_own(visit, desk, axe):
    dossier = make_ready_for(desk, CONSULT, State.IN_WORK, timezone.now())
    page = enter(visit, desk.specialist)
    open_dossier(page, dossier)
    choose(page, "Hỏi cơ quan khác, lấy ý kiến")
    axe(page)
    look(page, "opinion-ask")
    page.get_by_label("Hỏi gì").fill(QUESTION)
    page.get_by_label("Địa chính, xây dựng").check()
    page.get_by_label("Cơ quan khác: tên").fill("Công an phường")
    by_keyboard(page, "Hỏi cơ quan khác, lấy ý kiến")
    page.get_by_role("alert").get_by_text("Chọn loại cơ quan").wait_for()
    page.get_by_label("Cơ quan khác: loại").select_option("police")
    by_keyboard(page, "Hỏi cơ quan khác, lấy ý kiến")
    page.get_by_role("heading", name="Lấy ý kiến").wait_for()
    axe(page)

    inside, outside = Inquiry.objects.of(desk.ward).order_by("id")
    unit = enter(visit, Person.objects.of(desk.ward).get(name="Ngô Văn Đất"))
    root = unit.url.partition("/can-bo")[0]
    unit.goto(f"{root}/can-bo/y-kien/{inside.code}/")
    unit.get_by_text(QUESTION).wait_for()
    axe(unit)
    unit.set_viewport_size({"width": 390, "height": 844})
    look(unit, "opinion-answer-phone")
    assert fits(unit)
    unit.get_by_label("Đồng ý", exact=True).check()
    by_keyboard(unit, "Ghi trả lời")
    unit.get_by_text("Đã ghi trả lời").wait_for()

    page.goto(f"{root}/can-bo/y-kien/")
    follow(page.get_by_role("link", name=outside.code))
    by_keyboard(page, "Ghi đã gửi nhắc")
    page.get_by_text("Đã nhắc lúc").wait_for()
    page.get_by_label("Không đồng ý").check()
    by_keyboard(page, "Ghi trả lời")
    page.get_by_role("alert").wait_for()
    axe(page)
    page.get_by_label("Nội dung trả lời").fill("Công văn 15: đang có đơn tranh chấp.")
    by_keyboard(page, "Ghi trả lời")
    page.get_by_text("Không đồng ý").wait_for()
    open_dossier(page, dossier)
    page.get_by_text("Không đồng ý").wait_for()
    axe(page)
