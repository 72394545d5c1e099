"""The administrator's first page: what stayed behind, with buttons, and when each job last ran."""

from datetime import timedelta

import pytest

from phuong.delivery import actions, jobs, upkeep
from phuong.delivery.soundness import faults
from phuong.kernel.access.roles import Role
from phuong.kernel.errors import NotPermitted
from phuong.kernel.notices import api as notices
from phuong.kernel.notices import channels
from phuong.kernel.notices.channels import Channel, Undelivered
from phuong.kernel.notices.gateways import setting_up
from phuong.kernel.notices.models import Notice, State
from phuong.kernel.notices.outbox import Applicant, Contact
from phuong.kernel.notices.tests.conftest import Sink
from phuong.kernel.notices.tests.made import PHONE, make_subject
from phuong.kernel.workflow.api import schedule
from phuong.kernel.workflow.models import Turn
from phuong.kernel.workflow.schedule import Job
from tests.support.builders import (
    MONDAY,
    NEXT_MONDAY,
    browser_of,
    citizen,
    load_law_values,
    machine,
    make_person,
    make_ward,
    official,
)

pytestmark = pytest.mark.django_db
BY_SMS = Applicant((Contact(Channel.SMS, PHONE),))
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def sms():
    sink = Sink()
    channels.serve([sink])
    yield sink
    setting_up.register_all()


@pytest.fixture
def ward():
    load_law_values()
    return make_ward(host="testserver")


def lose(ward, sms, reason, number=1):
    """Let one message be given up for a reason."""
    subject = make_subject(ward, number)
    notices.tell(citizen(ward), subject, "dossiers.stop", to=[BY_SMS])
    sms.answers = [Undelivered(reason, for_good=True)]
    notices.deliver(MONDAY)
    return subject


def the_sms(subject):
    return Notice.objects.of(subject.ward_id).get(subject_id=subject.id, channel="sms")


def test_dead_letters_stand_on_the_administrators_first_page_with_the_reason_in_words(ward, sms):
    lose(ward, sms, "no-such-number", 1)
    lose(ward, sms, "no-such-number", 2)
    browser = browser_of(make_person(ward, Role.ADMINISTRATOR))
    assert browser.get("/can-bo/").headers["Location"] == "/quan-tri/"
    page = browser.get("/quan-tri/").content.decode()
    assert "Không gửi được: Số điện thoại không có" in page
    assert '<td class="num" data-l="Số tin">2</td>' in page
    # No content, nobody's number, no dossier.
    for private in (PHONE, PHONE[-4:], "PM-261116"):
        assert private not in page


def test_every_reason_that_the_code_gives_has_words():
    from phuong.kernel.notices import calls, jobs, outbox
    from phuong.kernel.notices.gateways import hook, line, mail

    given = {
        value
        for module in (jobs, outbox, hook, line, mail)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str)
    }
    # These are said by `doctor` or at the counter, never of a message that stayed behind.
    given -= {line.NO_HOST, line.NOT_HTTPS, calls.NOT_REACHED}
    assert given | set(hook.KNOWN) == set(upkeep.REASONS)


def test_a_button_sends_a_line_of_messages_again_and_another_gives_them_up(ward, sms):
    subject, other = lose(ward, sms, "no-such-number", 1), lose(ward, sms, "hook-refused", 2)
    browser = browser_of(make_person(ward, Role.ADMINISTRATOR))
    line = {"channel": "sms", "state": "dead", "reason": "no-such-number", "what": "again"}
    said = browser.post("/quan-tri/tin/", line, follow=True).content.decode()
    assert "1 tin vào hàng gửi lại." in said
    notices.deliver(NEXT_MONDAY + MINUTE)
    assert (the_sms(subject).state, the_sms(other).state) == (State.SENT, State.DEAD)

    line |= {"reason": "hook-refused", "what": "enough"}
    assert "Thôi gửi 1 tin." in browser.post("/quan-tri/tin/", line, follow=True).content.decode()
    assert the_sms(other).state == State.GIVEN_UP
    assert "Mọi tin đã đi." in browser.get("/quan-tri/").content.decode()
    assert browser.post("/quan-tri/tin/", {"what": "again"}).status_code == 404


def test_old_news_cannot_be_sent_again(ward, sms):
    lose(ward, sms, "no-such-number")
    Notice.objects.of(ward).filter(channel="sms").update(state="held", reason="entered-later")
    (line,) = upkeep.behind(ward.pk)
    assert not line.may_be_sent


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_it_is_the_administrators_alone(ward, role):
    occasion = official(ward, role)
    assert browser_of(occasion and _person(ward)).get("/quan-tri/").status_code == 404
    with pytest.raises(NotPermitted):
        actions.settle_behind(occasion, notices.Group("sms", "dead", "busy"), again=True)


def _person(ward):
    from phuong.kernel.people.models import Person

    return Person.objects.of(ward).get()


def test_the_page_tells_when_each_job_last_came_to_an_end(ward):
    browser = browser_of(make_person(ward, Role.ADMINISTRATOR))
    assert "Chưa việc nào chạy" in browser.get("/quan-tri/").content.decode()
    list(jobs.round_of(NEXT_MONDAY))
    page = browser.get("/quan-tri/").content.decode()
    assert "Niêm phong lịch sử hằng ngày" in page
    assert "Đều" in page
    assert "Lâu rồi không chạy xong" not in page
    Turn.objects.of(ward).filter(job="audit.seal").update(done_at=NEXT_MONDAY - 9 * HOUR)
    assert "Lâu rồi không chạy xong" in browser.get("/quan-tri/").content.decode()
    told = [fault for fault in faults(NEXT_MONDAY) if fault.code == "jobs"]
    assert [fault.words for fault in told] == [
        f"Việc định kỳ của {ward.name} lâu rồi không chạy xong: audit.seal."
    ]


def test_every_job_says_in_words_what_it_does():
    assert [job.code for job in jobs.all_jobs() if not str(job.label)] == []


@pytest.fixture
def broken():
    """A job that fails until it is mended."""
    state = {"broken": True, "ran": 0}

    def run(_occasion):
        state["ran"] += 1
        return 1 // 0 if state["broken"] else 5

    schedule.register(Job("test.broken", timedelta(days=1), run))
    yield state
    del schedule._jobs["test.broken"]


def test_a_job_that_failed_is_tried_again_soon_and_then_ever_later(ward, broken, caplog):
    moments, now = [], MONDAY
    job = next(each for each in jobs.all_jobs() if each.code == "test.broken")
    while now < MONDAY + 6 * HOUR:
        occasion = machine(ward, now)
        if schedule.take_turn(occasion, job):
            assert jobs._run(occasion, job) is None
            moments.append(now - MONDAY)
        now += MINUTE
    assert moments == [m * MINUTE for m in (0, 1, 5, 21, 85, 341)]
    broken["broken"] = False
    list(jobs.round_of(now + 18 * HOUR))
    turn = Turn.objects.of(ward).get(job="test.broken")
    assert (turn.changed, turn.failures, turn.failed_at) == (5, 0, None)
    ran = broken["ran"]
    list(jobs.round_of(now + 19 * HOUR))
    assert broken["ran"] == ran


def test_a_clock_that_was_ahead_holds_no_job_up(ward, broken):
    broken["broken"] = False
    list(jobs.round_of(MONDAY + timedelta(days=400)))
    list(jobs.round_of(MONDAY))
    assert broken["ran"] == 2
    job = Job("test.ahead", MINUTE, lambda _occasion: 0)
    assert schedule.take_turn(machine(ward, MONDAY + timedelta(days=400)), job)
    assert schedule.take_turn(machine(ward, MONDAY), job)


def test_whoever_died_in_a_turn_counts_as_a_failure(ward):
    job = Job("test.dies", HOUR, lambda _occasion: 0)
    assert schedule.take_turn(machine(ward, MONDAY), job)
    assert not schedule.take_turn(machine(ward, MONDAY + schedule.LEASE - MINUTE), job)
    assert schedule.take_turn(machine(ward, MONDAY + HOUR), job)
    assert Turn.objects.of(ward).get(job="test.dies").failures == 1
