"""When somebody may rate, and what their marks mean."""

from collections.abc import Iterable, Mapping, Sequence

from phuong.areas.dossiers.states import State
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _

LOW, GOOD = 2, 4


def rated_after(state: str, *, is_late: bool) -> str:
    """Return what a rating would come after now; "" where there is nothing to rate yet."""
    if state == State.RETURNED:
        return "return"
    if state in (State.NOT_ACCEPTED, State.STOPPED):
        return "refusal"
    return "lateness" if is_late else ""


def is_satisfied(marks: Sequence[int]) -> bool:
    """Tell whether a person was satisfied: the middle one of the marks is good, not their mean."""
    return sorted(marks)[len(marks) // 2] >= GOOD


def is_low(marks: Iterable[int]) -> bool:
    """Tell whether one of the marks is so low that somebody should call back."""
    return min(marks) <= LOW


def check_may_rate(after: str) -> None:
    """Refuse to rate what has not ended and is not late."""
    if not after:
        raise RuleBroken(
            "dossiers.rating.too-early",
            _("Chưa đến lúc đánh giá: hồ sơ chưa xong và chưa quá hẹn."),
        )


def check_kiosk_proof(shown: str) -> None:
    """Refuse a code that was typed alone: codes are no secret."""
    if not shown.strip():
        raise RuleBroken(
            "dossiers.rating.proof",
            _("Gõ mã hồ sơ thì cần thêm 4 số cuối điện thoại, hoặc mã bí mật trên giấy hẹn."),
            field="proof",
        )


def check_marks(marks: Mapping[str, int], worst: int, best: int) -> None:
    """Refuse a mark that is not on the scale."""
    for name, mark in marks.items():
        if not worst <= mark <= best:
            raise RuleBroken(
                "dossiers.rating.mark", _("Chọn một trong năm mức."), field=name, mark=mark
            )
