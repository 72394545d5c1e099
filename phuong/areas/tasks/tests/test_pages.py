import csv
import io
import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from phuong.areas.tasks import actions
from phuong.areas.tasks.models import Task
from phuong.areas.tasks.states import State
from phuong.areas.tasks.tests.builders import TITLE, give, make_house, make_task, wanted
from phuong.kernel.audit.api import Reading, Subject
from phuong.kernel.audit.proof import verify
from phuong.kernel.documents.tests.made import picture
from phuong.kernel.links import api as links
from phuong.kernel.workflow.api import WorkItem
from tests.support.builders import MONDAY, browser_of

pytestmark = pytest.mark.django_db
LIST = "/can-bo/nhiem-vu/"


@pytest.fixture
def house():
    return make_house(host="testserver")


def read(person, path=LIST, status=200, **query):
    answer = browser_of(person).get(path, query)
    assert answer.status_code == status, answer
    return answer.content.decode()


def codes(page):
    return re.findall(r'scope="row"><a href="[^"]*">([^<]+)</a>', page)


def form(house, **values):
    by = timezone.localdate() + timedelta(days=20)
    given = {
        "title": TITLE, "product": "Danh sách", "doer": str(house.doer.id),
        "by_day": by.day, "by_month": by.month, "by_year": by.year,
        "helpers": [str(house.helper.id)],
        "details": "", "basis": "", "request_id": str(uuid.uuid4()),
    }  # fmt: skip
    return given | values


def test_each_list_has_whose_it_says(house):
    mine, other = give(house), give(house, doer_id=house.other.id, helpers=(house.doer.id,))
    assert codes(read(house.doer)) == [mine.code]
    assert codes(read(house.doer, cua="phoi-hop")) == [other.code]
    assert codes(read(house.head, cua="bo-phan")) == [mine.code]
    assert codes(read(house.leader)) == [mine.code, other.code]
    assert codes(read(house.secretary, cua="tat-ca")) == [mine.code, other.code]
    assert codes(read(house.doer, cua="tat-ca")) == [mine.code]  # Not offered: the default.
    assert codes(read(house.leader, cua="tat-ca", q="nha tro xa")) == [other.code]
    read(house.administrator, status=404)


def test_lists_are_of_what_is_left_to_do_unless_asked_otherwise(house):
    for state in State:
        make_task(house, state)
    assert len(codes(read(house.leader))) == 4
    assert len(codes(read(house.leader, **{"tinh-trang": "moi"}))) == 7
    assert len(codes(read(house.leader, **{"tinh-trang": "done"}))) == 1


def test_an_empty_list_says_so(house):
    assert "Không có nhiệm vụ nào chưa xong." in read(house.doer)
    assert "Không có nhiệm vụ nào khớp." in read(house.doer, q="xyzzy")


def test_pages_ask_the_database_little(house, django_assert_statements):
    for state in State:
        make_task(house, state)
    reported = Task.objects.of(house.ward).get(state=State.REPORTED)
    for path, most in ((LIST, 6), (f"{LIST}{reported.code}/", 12)):
        client = browser_of(house.leader)
        client.get(path)
        with django_assert_statements(most):
            assert client.get(path).status_code == 200


def test_a_task_is_given_by_a_form_and_a_double_click_makes_one(house):
    client, given = browser_of(house.leader), form(house)
    first, second = (client.post(f"{LIST}giao/", given) for _click in range(2))
    task = Task.objects.of(house.ward).get()
    assert first["Location"] == second["Location"] == f"{LIST}{task.code}/"
    page = client.get(first["Location"]).content.decode()
    assert "Trần Văn Làm bắt đầu làm" in page
    assert "Lê Thị Giúp" in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": ""}, "Việc phải làm"),
        ({"by_year": "2001"}, "Hạn phải từ hôm nay trở đi."),
        ({"doer": str(uuid.uuid4())}, "Người chịu trách nhiệm"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(house, values, sentence):
    answer = browser_of(house.leader).post(f"{LIST}giao/", form(house, **values))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Danh sách" in page
    assert not Task.objects.of(house.ward).exists()


def test_who_gives_nothing_has_no_form_for_it(house):
    read(house.doer, f"{LIST}giao/", status=404)
    assert browser_of(house.doer).post(f"{LIST}giao/", form(house)).status_code == 404


def test_a_report_with_proof_is_confirmed_by_another(house):
    task = make_task(house, State.DOING)
    upload = SimpleUploadedFile("bien-ban.jpg", picture(), "image/jpeg")
    given = {"words": "Đã kiểm tra 12 nhà.", "attached": upload, "request_id": str(uuid.uuid4())}
    page = f"{LIST}{task.code}/"
    assert browser_of(house.doer).post(f"{page}bao-cao/", given).status_code == 302
    assert "Xác nhận hoàn thành" not in read(house.doer, page)
    assert browser_of(house.doer).get(f"{page}xac-nhan/").status_code == 403
    looked = read(house.leader, f"{page}xac-nhan/")
    assert "bien-ban.jpg" in looked
    assert "Đã kiểm tra 12 nhà." in looked
    file = re.search(r'href="([^"]+/tep/[^"]+)"', looked)[1]
    assert b"".join(browser_of(house.leader).get(file).streaming_content)
    said = {"words": "", "request_id": str(uuid.uuid4())}
    assert browser_of(house.leader).post(f"{page}xac-nhan/", said).status_code == 302
    assert Task.objects.of(house.ward).get().state == State.DONE
    rows = Reading.objects.of(house.ward).filter(subject_id=task.id)
    assert {"tasks.page", "tasks.move", "tasks.attachment"} <= set(
        rows.values_list("purpose", flat=True)
    )


def test_a_move_of_a_moment_ago_is_told_and_a_hidden_task_is_not_there(house):
    task = make_task(house, State.DONE)
    page = f"{LIST}{task.code}/xac-nhan/"
    assert browser_of(house.leader).get(page).status_code == 409
    for path in ("", "in/", "xac-nhan/", "bao-cao/"):
        read(house.other, f"{LIST}{task.code}/{path}", status=404)


def test_the_file_has_the_rows_of_the_list_and_no_formula(house):
    give(house)
    actions.give(house.of(house.leader, MONDAY), house.ward, wanted(house, title="=1+1"))
    answer = browser_of(house.leader).get(f"{LIST}xuat.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:2] == ["Mã", "Việc phải làm"]
    assert {row[1] for row in rows[1:]} == {TITLE, "'=1+1"}


ABOUT = "Sửa bảng hướng dẫn ở quầy cho dễ hiểu"


@pytest.fixture
def offered(house):
    source = Subject.objects.of(house.ward).get(id=give(house).id)
    links.offer(house.of(house.leader, MONDAY), source, "task", ABOUT)
    return source


def test_what_is_offered_stands_in_a_leaders_worklist_until_it_is_taken_up(house, offered):
    client, page = browser_of(house.leader), f"{LIST}de-nghi/{offered.id}/"
    assert f'href="{page}"' in read(house.leader, "/can-bo/viec/")
    assert f'href="{page}"' not in read(house.doer, "/can-bo/viec/")
    assert ABOUT in read(house.leader, page)
    read(house.doer, page, status=404)
    read(house.head, page, status=404)
    given = form(house, title=ABOUT)
    first, second = (client.post(page, given) for _click in range(2))
    task = Task.objects.of(house.ward).get(title=ABOUT)
    assert first["Location"] == f"{LIST}{task.code}/"
    assert second.status_code == 302
    assert offered.code in client.get(first["Location"]).content.decode()
    assert f'href="{page}"' not in read(house.leader, "/can-bo/viec/")
    read(house.leader, page, status=404)


def test_what_is_offered_is_declined_with_a_reason_and_is_gone_from_the_list(house, offered):
    page = f"{LIST}de-nghi/{offered.id}/khong-nhan/"
    client, given = browser_of(house.leader), {"reason": "", "request_id": str(uuid.uuid4())}
    assert client.post(page, given).status_code == 422
    assert client.post(page, given | {"reason": "Đã làm tuần trước."}).status_code == 302
    referral = links.Referral.objects.of(house.ward).get()
    assert (referral.state, referral.reason) == ("declined", "Đã làm tuần trước.")
    assert not WorkItem.objects.of(house.ward).filter(slot="offer:task").exists()
    assert verify(house.ward.pk).holds


def test_the_slip_says_what_who_and_by_when(house):
    task = give(house)
    page = read(house.doer, f"{LIST}{task.code}/in/")
    for words in ("Phiếu giao nhiệm vụ", TITLE, "Trần Văn Làm", "17:00, Thứ Sáu 20/11/2026"):
        assert words in page
