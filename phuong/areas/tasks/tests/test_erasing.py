"""What a closed task says can be erased, and its history still holds."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from phuong.areas.tasks import actions
from phuong.areas.tasks.models import Task
from phuong.areas.tasks.states import CLOSED, OPEN, State
from phuong.areas.tasks.tests.builders import LATER, give, make_house, make_task, wanted
from phuong.kernel.audit.api import Event, Ground, Subject, erase
from phuong.kernel.audit.jobs import seal
from phuong.kernel.audit.proof import verify
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.models import Attachment
from phuong.kernel.documents.tests.made import picture
from phuong.kernel.errors import WrongState
from phuong.kernel.links import api as links
from phuong.kernel.text import fold
from tests.support.builders import (
    FRIDAY,
    MONDAY,
    NEXT_FRIDAY,
    NEXT_MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    browser_of,
)

pytestmark = pytest.mark.django_db
WHO = "Nguyễn Thị Hường 0905123412"


@pytest.fixture
def house(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return make_house(host="testserver")


def said_everywhere(house):
    """Lead a task through every move that takes words, each naming a citizen."""
    proof = documents.receive(SimpleUploadedFile("huong.jpg", picture(), "image/jpeg"))
    source = Subject.objects.of(house.ward).get(id=give(house).id)
    leader = house.of(house.leader, MONDAY)
    referral = links.offer(leader, source, "task", WHO)
    words = {"title": f"Gọi {WHO}", "product": WHO, "details": WHO, "basis": WHO}
    task = actions.take_referral(leader, house.ward, referral, wanted(house, **words))
    doer = house.of(house.doer, TUESDAY)
    actions.report_progress(doer, task, words=WHO, files=[proof])
    actions.ask_extension(doer, task, by=LATER, reason=WHO)
    actions.keep_date(house.of(house.leader, WEDNESDAY), task, reason=WHO)
    actions.report_done(house.of(house.doer, THURSDAY), task, words=WHO)
    actions.send_back(house.of(house.leader, FRIDAY), task, reason=WHO)
    actions.report_done(house.of(house.doer, NEXT_MONDAY), task, words=WHO)
    return actions.confirm(house.of(house.leader, NEXT_MONDAY), task, words=WHO)


def texts():
    """Return all that the tables hold."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield from (str(value) for value in row)


def test_a_closed_task_says_nothing_of_persons_after_and_its_chain_holds(house):
    task = said_everywhere(house)
    seal(house.ward.pk, NEXT_MONDAY.date(), NEXT_MONDAY)
    before = list(Event.objects.of(house.ward).order_by("id").values_list("hash", flat=True))
    assert any(WHO in text for text in texts())
    assert any(fold(WHO) in text for text in texts())
    leader = house.of(house.leader, NEXT_FRIDAY)
    assert erase(leader, task.id, Ground.REQUEST) >= 8
    left = [text for text in texts() if WHO in text or fold(WHO) in text or "huong.jpg" in text]
    assert left == []
    assert not Attachment.objects.of(house.ward).exists()
    after = list(Event.objects.of(house.ward).order_by("id").values_list("hash", "verb"))
    assert [hash_ for hash_, _verb in after[:-1]] == before
    assert after[-1][1] == "audit.erase"
    seal(house.ward.pk, NEXT_FRIDAY.date(), NEXT_FRIDAY)
    assert verify(house.ward.pk).holds
    assert erase(leader, task.id, Ground.REQUEST) == 0


@pytest.mark.parametrize("state", sorted(CLOSED), ids=str)
def test_its_page_and_the_lists_say_that_the_words_were_erased(house, state):
    task = make_task(house, state)
    assert erase(house.of(house.leader, NEXT_FRIDAY), task.id, Ground.RETENTION) >= 1
    browser = browser_of(house.leader)
    for page in (f"{task.code}/", f"{task.code}/in/", "?cua=tat-ca&tinh-trang=moi"):
        shown = browser.get(f"/can-bo/nhiem-vu/{page}").content.decode()
        assert "Nội dung đã xoá theo yêu cầu" in shown, page
    assert Task.objects.of(house.ward).get().search == fold(task.code)


@pytest.mark.parametrize("state", sorted(OPEN), ids=str)
def test_an_open_task_keeps_what_it_needs(house, state):
    task = make_task(house, state)
    with pytest.raises(WrongState) as refused:
        erase(house.of(house.leader, NEXT_FRIDAY), task.id, Ground.REQUEST)
    assert refused.value.code == "tasks.still-open"
    assert Task.objects.of(house.ward).get().title == task.title
    assert State(task.state) in OPEN
