"""What belongs to one visit: the matters of one person."""

from phuong.areas.dossiers.states import State
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _

_AT_HOME = frozenset({State.DRAFT, State.PREPARED, State.DISCARDED})


def check_may_go_on(state: State) -> None:
    """Refuse to add a matter to what has not been handed in."""
    if state in _AT_HOME:
        raise WrongState(
            "dossiers.visit.not-handed-in",
            _("Hồ sơ này chưa nộp. Tiếp nhận trước đã, rồi thêm việc khác."),
        )


def check_same_person(known: str, name: str) -> None:
    """Refuse to put another person's matter on a receipt: both names are folded."""
    if known != name:
        raise RuleBroken(
            "dossiers.visit.other-person",
            _(
                "Lượt này của người khác. Giấy tiếp nhận chung chỉ ghi việc của một người:"
                " mở tiếp nhận mới cho người này."
            ),
            field="name",
        )
