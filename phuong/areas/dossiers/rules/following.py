"""What may be reported of a dossier that is settled elsewhere."""

from collections.abc import Mapping
from datetime import datetime

from phuong.areas.dossiers.states import NATIONAL, State, path
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.workflow.machine import Move

# What must come with a reported step, so that the citizen reads why.
NEEDS_WORDS = frozenset({State.SUPPLEMENT, State.NOT_ACCEPTED, State.STOPPED})


def check_followed(*, is_followed: bool) -> None:
    """Refuse to report a step of a dossier that this ward settles itself."""
    if not is_followed:
        raise WrongState(
            "dossiers.report.own",
            _("Hồ sơ này do phường giải quyết tại đây, không có bước báo từ nơi khác."),
        )


def check_own(*, is_followed: bool) -> None:
    """Refuse a step of our own where another system or agency settles."""
    if is_followed:
        raise WrongState(
            "dossiers.followed",
            _("Hồ sơ này được giải quyết ở nơi khác. Làm bước này ở đó rồi ghi bước báo về."),
        )


def check_code(system: str, code: str, known: Mapping[str, str]) -> None:
    """Refuse to follow a dossier on no system, or under no code."""
    if system not in known:
        raise RuleBroken(
            "dossiers.follow.system", _("Chọn hệ thống giải quyết hồ sơ này."), field="system"
        )
    if not code:
        raise RuleBroken(
            "dossiers.follow.code", _("Ghi mã hồ sơ trên hệ thống đó."), field="external_code"
        )


def check_free(*, taken: bool) -> None:
    """Refuse a code under which another dossier is known already."""
    if taken:
        raise RuleBroken(
            "dossiers.follow.taken",
            _("Mã này đã ghi cho một hồ sơ khác của phường. Xem lại mã."),
            field="external_code",
        )


def check_competent(name: str) -> None:
    """Refuse to take in for an agency that is not named."""
    if not name.strip():
        raise RuleBroken(
            "dossiers.forward.who", _("Ghi tên nơi có thẩm quyền giải quyết."), field="settled_by"
        )


def reported(status: int, state: State, note: str) -> tuple[Move[State], ...]:
    """Return the moves that a reported number means, or refuse with a sentence."""
    wanted = NATIONAL.get(status)
    if wanted is None:
        raise RuleBroken(
            "dossiers.report.unknown",
            _("Không theo dõi số tình trạng %(status)s. Các số dùng được: %(known)s."),
            field="status",
            status=status,
            known=", ".join(str(one) for one in sorted(NATIONAL)),
        )
    moves = path(state, wanted)
    if moves is None:
        raise RuleBroken(
            "dossiers.report.no-way",
            _("Hồ sơ đang ở bước không thể chuyển sang tình trạng này. Xem lại mã và số."),
            field="status",
        )
    if any(move.target in NEEDS_WORDS for move in moves) and not note.strip():
        raise RuleBroken(
            "dossiers.report.words",
            _("Ghi nơi giải quyết nói gì: cần bổ sung gì, hoặc vì sao."),
            field="note",
        )
    return moves


def check_new(status: int, before: int | None) -> None:
    """Refuse to write down twice what was reported already."""
    if status == before:
        raise WrongState(
            "dossiers.report.same", _("Bước này đã ghi rồi. Xem bản mới rồi làm tiếp.")
        )


def check_report_order(at: datetime, now: datetime, last: datetime | None) -> None:
    """Refuse a report from the future, or older than the last one."""
    if at > now:
        raise RuleBroken(
            "dossiers.report.future",
            _("Thời điểm báo ở sau lúc này. Xem lại ngày giờ."),
            field="at",
        )
    if last is not None and at < last:
        raise RuleBroken(
            "dossiers.report.older",
            _("Đã có bước báo muộn hơn thời điểm này. Xem lại ngày giờ."),
            field="at",
        )
