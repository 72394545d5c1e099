"""The mail of every step of a dossier, read in the folder of a real mail server."""

from dataclasses import replace
from datetime import timedelta

import pytest

from phuong.areas.dossiers import actions, jobs
from phuong.areas.dossiers.models import Dossier, SupplementItem, TellBy
from phuong.areas.dossiers.tests.builders import (
    ALL_PAPERS,
    ASKED,
    GROUND,
    HUONG,
    make_desk,
    make_draft,
    open_request_of,
    take_in,
)
from phuong.kernel.notices import api as notices
from phuong.kernel.notices.gateways import setting_up
from phuong.kernel.notices.tests.servers import mail_server
from tests.support.builders import (
    FRIDAY,
    MONDAY,
    NEXT_FRIDAY,
    NEXT_MONDAY,
    NEXT_THURSDAY,
    NEXT_TUESDAY,
    NEXT_WEDNESDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
)

pytestmark = pytest.mark.django_db
ADDRESS = "huong@mail.example"
BY_MAIL = replace(HUONG, email=ADDRESS)
HOUR = timedelta(hours=1)
PHONE = "0292 000 000"
WHY = "Xem lý do, căn cứ và việc làm tiếp ở trang hồ sơ hoặc tại Bộ phận Một cửa."
EVERY = "Xem đủ từng giấy tờ, vì sao cần và cách bổ sung ở trang hồ sơ hoặc tại Bộ phận Một cửa."


@pytest.fixture
def box(tmp_path, settings):
    """A mail server, and the letters of a moment as a person's program reads them."""
    settings.PUBLIC_URL = "https://phuong.example"
    with mail_server(tmp_path / "box") as running:
        settings.MAIL_URL = f"smtp://127.0.0.1:{running.port}"
        settings.MAIL_FROM = "mot-cua@phuong.example"
        setting_up.register_all()
        yield Box(running)
    settings.MAIL_URL = ""
    setting_up.register_all()


class Box:
    """What came since it was last looked into."""

    def __init__(self, running):
        self.running, self.seen = running, 0

    def read(self, now):
        """Deliver an hour later, when nothing can be undone any more, and read what came."""
        notices.deliver(now + HOUR)
        letters = self.running.letters[self.seen :]
        self.seen += len(letters)
        # A folded header may begin on its second line.
        return [(letter["Subject"].strip(), words_of(letter)) for letter in letters]


def words_of(letter):
    assert letter["To"] == ADDRESS
    assert "mot-cua@phuong.example" in letter["From"]
    plain = " ".join(letter.get_body(("plain",)).get_content().split())
    rich = letter.get_body(("html",)).get_content()
    # Whoever the letter falls to by mistake learns no name and not which procedure it is.
    for private in ("Hường", "khai sinh", "Khai sinh", ADDRESS):
        assert private not in plain + rich
    assert PHONE in plain
    return plain


def only(letters, subject, *words):
    """Assert that one letter came, of this subject and with these words."""
    assert [title for title, _words in letters] == [subject]
    for each in words:
        assert each in letters[0][1]


@pytest.fixture
def desk():
    return make_desk()


def draft_of(desk) -> Dossier:
    draft = make_draft(desk)
    values = {"email": ADDRESS, "tell_by": TellBy.EMAIL}
    return actions.save_draft(desk.owner(draft, MONDAY), draft, values=values)


ASKING = {"days": 30, "allowed": 1}


def files_of(dossier):
    return {item.id: SupplementItem.Answer.FILE for item in open_request_of(dossier).items.all()}


def test_every_step_of_a_dossier_is_told_by_a_letter_that_says_what_to_do(box, desk):
    settled(box, desk, received(box, desk))
    assert len({letter["Message-ID"] for letter in box.running.letters}) == 10


def received(box, desk):
    """From home to the receipt."""
    draft = draft_of(desk)
    owner = desk.owner(draft, MONDAY)
    dossier = actions.send(owner, desk.ward, draft, desk.version, ALL_PAPERS)
    code, link = dossier.code, f"https://phuong.example/q/{dossier.token}/"
    only(
        box.read(MONDAY),
        f"Đã gửi hồ sơ · {code}",
        "Nơi giải quyết: Bộ phận Một cửa",
        "Việc của ông/bà: Ông/bà không phải làm gì thêm.",
        link,
    )

    reception = desk.of(desk.reception, TUESDAY)
    dossier = actions.ask_at_intake(reception, dossier, ASKED, desk.version, **ASKING)
    only(
        box.read(TUESDAY),
        f"Cần bổ sung giấy tờ · {code}",
        "cần bổ sung giấy tờ trước ngày 17/12/2026 để được tiếp nhận",
        "Bổ sung trước ngày: 17/12/2026",
        f"Việc của ông/bà: {EVERY}",
        link,
    )

    dossier = actions.answer_intake(desk.owner(dossier, WEDNESDAY), dossier, files_of(dossier))
    only(box.read(WEDNESDAY), f"Đã nhận giấy tờ bổ sung · {code}", "xem và báo lại")

    reception = desk.of(desk.reception, THURSDAY)
    dossier = actions.receive(reception, dossier, desk.version, ALL_PAPERS)
    only(
        box.read(THURSDAY),
        f"Đã tiếp nhận hồ sơ · {code}",
        "Nơi giải quyết: Tư pháp, hộ tịch",
        "Hẹn trả trước: 17:00, Thứ Ba 24/11/2026",
        "Việc của ông/bà: Mang theo giấy hẹn khi đến nhận.",
    )

    return dossier


def settled(box, desk, dossier):
    """From the receipt to the result in the applicant's hands."""
    code = dossier.code
    dossier = actions.assign(desk.of(desk.head, FRIDAY), dossier, desk.specialist.id)
    only(box.read(FRIDAY), f"Đang giải quyết · {code}", "Tư pháp, hộ tịch", "24/11/2026")

    specialist = desk.of(desk.specialist, NEXT_MONDAY)
    dossier = actions.ask_supplement(specialist, dossier, ASKED, desk.version, **ASKING)
    only(
        box.read(NEXT_MONDAY),
        f"Cần ông/bà bổ sung · {code}",
        "trước ngày 23/12/2026. Trong lúc chờ, thời hạn tạm dừng",
        f"Việc của ông/bà: {EVERY}",
    )

    owner = desk.owner(dossier, NEXT_TUESDAY)
    dossier = actions.answer_supplement(owner, dossier, files_of(dossier))
    only(
        box.read(NEXT_TUESDAY),
        f"Đã nhận giấy tờ bổ sung · {code}",
        "Hẹn trả mới: trước 17:00, Thứ Tư 25/11/2026",
    )

    specialist = desk.of(desk.specialist, NEXT_WEDNESDAY)
    dossier = actions.submit(specialist, dossier, kind="Giấy khai sinh", summary="Đủ điều kiện.")
    only(box.read(NEXT_WEDNESDAY), f"Đang trình ký · {code}", "chờ lãnh đạo ký")

    dossier = actions.sign(desk.of(desk.leader, NEXT_THURSDAY), desk.ward, dossier)
    only(
        box.read(NEXT_THURSDAY),
        f"Có kết quả · {code}",
        "Mời đến Bộ phận Một cửa nhận trong giờ làm việc",
        "Mang theo giấy hẹn và giấy tờ tuỳ thân",
    )

    reception = desk.of(desk.reception, NEXT_FRIDAY)
    actions.hand_over(reception, dossier, receiver_kind="self")
    only(
        box.read(NEXT_FRIDAY),
        f"Đã trả kết quả · {code}",
        f"Nếu không phải ông/bà nhận, gọi ngay {PHONE.replace(' ', '')}",
    )


def test_the_ends_of_a_dossier_are_told_with_what_can_be_done_next(box, desk):
    stopped = take_in(desk, MONDAY, BY_MAIL)
    refused = actions.register_walk_in(
        desk.of(desk.reception, MONDAY), desk.ward, desk.version, BY_MAIL, ALL_PAPERS
    )
    withdrawn = take_in(desk, MONDAY, BY_MAIL)
    box.read(MONDAY)

    actions.not_accept(desk.of(desk.reception, TUESDAY), refused, **GROUND)
    only(box.read(TUESDAY), f"Chưa nhận được hồ sơ · {refused.code}", WHY)
    actions.stop(desk.of(desk.leader, TUESDAY), stopped, **GROUND)
    only(box.read(TUESDAY), f"Hồ sơ đã dừng · {stopped.code}", WHY)
    actions.withdraw(desk.owner(withdrawn, TUESDAY), withdrawn)
    only(box.read(TUESDAY), f"Đã rút hồ sơ · {withdrawn.code}", "gọi ngay")


def test_a_dossier_that_time_ends_is_told_in_office_hours(box, desk):
    dossier = take_in(desk, MONDAY, BY_MAIL)
    dossier = actions.assign(desk.of(desk.head, TUESDAY), dossier, desk.specialist.id)
    specialist = desk.of(desk.specialist, WEDNESDAY)
    actions.ask_supplement(specialist, dossier, ASKED, desk.version, **ASKING)
    night = WEDNESDAY + timedelta(days=31, hours=13)
    box.read(night)
    assert jobs.lapse_unanswered(desk.clock(night)) == 1
    assert box.read(night) == []
    only(
        box.read(night + timedelta(days=3)),
        f"Hồ sơ đã dừng · {dossier.code}",
        "nộp hồ sơ mới, hoặc gọi",
    )


@pytest.mark.parametrize("way", [TellBy.SMS, TellBy.CALL, TellBy.PAGE])
def test_whoever_chose_another_way_gets_no_letter(box, desk, way):
    take_in(desk, MONDAY, replace(BY_MAIL, tell_by=way))
    assert box.read(MONDAY) == []


@pytest.mark.parametrize(
    ("given", "called"),
    [
        (replace(HUONG, phone=""), True),
        (HUONG, True),
        (replace(HUONG, tell_by=TellBy.CALL), True),
        (BY_MAIL, False),
        (replace(HUONG, tell_by=TellBy.PAGE), False),
    ],
    ids=["no phone", "no gateway for SMS", "asked to be called", "by letter", "wants nothing"],
)
def test_whoever_cannot_be_written_to_is_called(box, desk, given, called):
    dossier = take_in(desk, MONDAY, given)
    dossier = actions.assign(desk.of(desk.head, TUESDAY), dossier, desk.specialist.id)
    assert notices.calls_to_make(desk.ward, TUESDAY) == []
    specialist = desk.of(desk.specialist, WEDNESDAY)
    actions.ask_supplement(specialist, dossier, ASKED, desk.version, **ASKING)
    calls = notices.calls_to_make(desk.ward, WEDNESDAY)
    assert [call.subject_id for call in calls] == ([dossier.id] if called else [])
    if called:
        assert calls[0].sentence == (
            f"Hồ sơ {dossier.code} cần bổ sung trước ngày 18/12/2026. Trong lúc chờ, thời hạn"
            f" tạm dừng; bổ sung xong thì chạy tiếp. {EVERY}"
        )
