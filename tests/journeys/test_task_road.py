"""One task from a leader's word to another's confirmation, by everybody whose turn it is."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from phuong.areas.tasks.models import Task
from phuong.areas.tasks.states import State
from phuong.areas.tasks.tests.builders import make_house
from phuong.kernel.ui import display
from tests.journeys.hands import enter
from tests.support.browser import PHONE, follow

LIST = "/can-bo/nhiem-vu/"


@pytest.fixture
def house(visit):
    return make_house(host="127.0.0.1")


def fill_day(page, day):
    for label, value in (("Ngày", day.day), ("Tháng", day.month), ("Năm", day.year)):
        page.get_by_label(label, exact=True).fill(str(value))


def press(page, name):
    follow(page.get_by_role("button", name=name, exact=True))


def photo(tmp_path):
    path, buffer = tmp_path / "bien-ban.jpg", BytesIO()
    Image.new("RGB", (600, 800), "white").save(buffer, "JPEG")
    path.write_bytes(buffer.getvalue())
    return path


def give(leader, look, due):
    leader.goto(f"{LIST}giao/")
    leader.get_by_label("Việc phải làm").fill("Rà soát nhà trọ ở khu vực 3")
    leader.get_by_label("Sản phẩm phải có").fill("Danh sách nhà trọ")
    leader.get_by_label("Người chịu trách nhiệm").select_option(label=_named(leader, "Làm"))
    press(leader, "Giao nhiệm vụ")
    # What was forgotten is said beside its field, and what was typed is still there.
    assert leader.get_by_label("Việc phải làm").input_value() == "Rà soát nhà trọ ở khu vực 3"
    fill_day(leader, due)
    look(leader)
    press(leader, "Giao nhiệm vụ")
    assert leader.get_by_text("Trần Văn Làm bắt đầu làm").first.is_visible()


def ask_for_time(doer, look, code, later):
    doer.goto("/can-bo/viec/")
    follow(doer.get_by_role("link", name=f"Bắt đầu làm {code}"))
    press(doer, "Bắt đầu làm")
    follow(doer.get_by_text("Việc khác"))
    follow(doer.get_by_role("link", name="Xin gia hạn"))
    fill_day(doer, later)
    doer.get_by_label("Vì sao không kịp").fill("Mưa ngập, hai khu vực chưa vào được.")
    look(doer)
    press(doer, "Xin gia hạn")
    assert doer.get_by_text("Chờ duyệt gia hạn").first.is_visible()


def allow_time(leader, look, code):
    leader.goto("/can-bo/viec/cho-gia-han/")
    follow(leader.get_by_role("link", name=f"Duyệt gia hạn {code}"))
    assert leader.get_by_text("Mưa ngập, hai khu vực chưa vào được.").is_visible()
    look(leader)
    press(leader, "Duyệt gia hạn")


def report(doer, code, proof):
    doer.goto(f"{LIST}{code}/")
    assert doer.get_by_text("Đúng hay trễ vẫn tính theo hạn đầu tiên.", exact=True).is_visible()
    follow(doer.get_by_role("link", name="Báo cáo hoàn thành"))
    doer.get_by_label("Kết quả").fill("Đã kiểm tra 12 nhà trọ.")
    doer.get_by_label("Minh chứng").set_input_files(proof)
    press(doer, "Báo cáo hoàn thành")
    assert doer.get_by_text("Chờ xác nhận").first.is_visible()
    assert doer.get_by_role("link", name="Xác nhận hoàn thành").count() == 0


def confirm(other, look, code, later):
    other.goto(f"{LIST}?cua=tat-ca")
    follow(other.get_by_role("link", name=f"Xác nhận hoàn thành {code}"))
    assert other.get_by_role("link", name="bien-ban.jpg").is_visible()
    press(other, "Xác nhận hoàn thành")
    look(other)
    assert other.get_by_text("Nhiệm vụ đã khép lại").is_visible()
    assert other.get_by_text(display.day(later)).first.is_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "scripts off"])
def test_a_leader_gives_an_official_extends_and_reports_another_confirms(
    visit, house, axe, tmp_path, scripts
):
    today = date.today()  # noqa: DTZ011  # the day of the machine on which the server runs
    # Axe is a script itself.
    look = axe if scripts else lambda _page: None
    due, later = today + timedelta(days=10), today + timedelta(days=17)
    leader = enter(visit, house.leader, scripts=scripts)
    give(leader, look, due)
    task = Task.objects.of(house.ward).get()
    doer = enter(visit, house.doer, size=PHONE, scripts=scripts)
    ask_for_time(doer, look, task.code, later)
    allow_time(leader, look, task.code)
    report(doer, task.code, photo(tmp_path))
    confirm(enter(visit, house.secretary, scripts=scripts), look, task.code, later)
    task.refresh_from_db()
    assert (task.state, task.on_time, task.extended) == (State.DONE, True, 1)
    assert (task.closed_by, task.doer) == (house.secretary, house.doer)


def _named(page, name):
    options = page.get_by_label("Người chịu trách nhiệm").locator("option").all_inner_texts()
    return next(text for text in options if name in text)
