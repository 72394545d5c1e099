"""Sentences and parts that several of the citizen's pages tell, in words a citizen understands."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.queries import drafts
from phuong.areas.dossiers.states import State
from phuong.areas.procedures.api import PaperInfo, QuestionInfo, VersionInfo
from phuong.kernel.access.api import Occasion
from phuong.kernel.ui import display
from phuong.kernel.wards.api import Ward

# Nothing cheerful where somebody died (ux.md §3).
SOLEMN = ("khai-tu", "mai-tang", "tu-tran")


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What happens next: what, who does it, by when, and how to follow it."""

    what: str
    who: str
    when: str
    follow: str = ""


def route(name: str, *args: object) -> str:
    """Return an address of the citizen's pages."""
    return reverse(name, args=args)


def panel_tone(version: VersionInfo) -> str:
    """Return the look of a finished page: a plain one where somebody died."""
    return "plain" if any(word in version.slug for word in SOLEMN) else "done"


def answer_text(question: QuestionInfo, answer: str) -> str:
    """Return a kept answer as people read it."""
    if question.kind == "date" and answer:
        return display.day(date.fromisoformat(answer))
    if question.kind == "number" and answer.isdigit():
        return display.number(int(answer))
    return answer


def paper_text(progress: drafts.Progress, paper: PaperInfo) -> str:
    """Say how a paper of a draft is there."""
    if paper.held_in:
        return _("Đã có, không cần nộp")
    files = progress.of(paper.code)
    if files:
        return ", ".join(file.name for file in files)
    if progress.is_sent_from_home or not paper.required:
        return _("Không nộp")
    return _("Mang bản giấy đến quầy")


def desk() -> str:
    """Return who takes in and gives back."""
    return _("Bộ phận Một cửa")


def saved_next(dossier: Dossier, days: int) -> Upcoming:
    """Say how one goes on with a draft."""
    last = display.day(dossier.created_at + timedelta(days=days))
    return Upcoming(
        what=_("Mở lại bằng đường dẫn hoặc mã ở trên và làm tiếp. Chưa có gì được gửi đi."),
        who=_("Ông/bà"),
        when=_("Trước hết ngày %(day)s; sau đó bản nháp được xoá.") % {"day": last},
    )


def prepared_next(ward: Ward, when: Occasion) -> Upcoming:
    """Say what follows when a dossier is ready for the desk."""
    opens = when.calendar.intake_of(when.today)
    hours = ", ".join(str(session) for session in opens)
    return Upcoming(
        what=_(
            "Mang mã này và bản chính giấy tờ đến quầy. Cán bộ quét mã, ông/bà không phải khai lại."
        ),
        who=_("Ông/bà, rồi Bộ phận Một cửa tiếp nhận và in giấy hẹn có ngày trả kết quả."),
        when=(
            _("Hôm nay nhận hồ sơ: %(hours)s.") % {"hours": hours}
            if hours
            else _("Hôm nay không nhận hồ sơ. Đến vào ngày làm việc tiếp theo.")
        ),
        follow=ward.address,
    )


def sent_next(dossier: Dossier, when: Occasion) -> Upcoming:
    """Say what follows after sending, by the state of now: the page stays good."""
    if dossier.state == State.SENT and dossier.sent_at is not None:
        by = queries.intake_by(dossier.sent_at, when.calendar)
        limit = queries.intake_limit(dossier.sent_at)
        return Upcoming(
            what=_(
                "Trong %(n)s giờ làm việc chúng tôi báo: đã tiếp nhận, hoặc cần bổ sung gì."
                " Ngày hẹn trả kết quả có sau khi tiếp nhận."
            )
            % {"n": display.number(limit.n)},
            who=desk(),
            when=_("Trước %(moment)s") % {"moment": display.moment(by)},
            follow=_("Tra cứu bằng mã hồ sơ và 4 số cuối điện thoại."),
        )
    return Upcoming(
        what=_("Hồ sơ đang ở bước: %(state)s.") % {"state": State(dossier.state).label},
        who=desk(),
        when=(
            _("Hẹn trả trước %(moment)s") % {"moment": display.moment(dossier.shown_promise_at)}
            if dossier.shown_promise_at
            else _("Xem ngày ở trang tra cứu.")
        ),
        follow=_("Tra cứu bằng mã hồ sơ và 4 số cuối điện thoại."),
    )


def discarded_next() -> Upcoming:
    """Say that nothing is left of a draft."""
    return Upcoming(
        what=_("Chúng tôi không giữ lại nội dung nào. Muốn nộp thì bắt đầu lại từ đầu."),
        who=_("Ông/bà, khi nào cần"),
        when=_("Lúc nào cũng được."),
    )
