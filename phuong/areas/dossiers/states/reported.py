"""What is told of a dossier that another system or another agency settles.

These moves are nobody's own here: an official writes down the step that was reported, under the
national number of the state it led to (domain A.4), and the dossier follows.
"""

from collections import deque
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.states.words import LOOKS, Can, State
from phuong.kernel.text.words import Words
from phuong.kernel.workflow.machine import Clock, Move, any_of

FOLLOW = Move(
    "follow", any_of(State.RECEIVED, State.IN_WORK), None, Can.FOLLOW,
    _("Theo dõi ở hệ thống khác"),
    _("Hồ sơ được giải quyết trên hệ thống đó; ở đây ghi lại từng bước báo về, người nộp thấy"
      " cùng một lời. Ngày hẹn không đổi."),
    slug="he-thong-khac", main=False,
)  # fmt: skip


TAKE_FOR_OTHER = Move(
    "take_for_other", any_of(State.SENT), State.FORWARDED, Can.RECEIVE,
    _("Tiếp nhận thay nơi khác"),
    _("Hồ sơ được chuyển đến nơi có thẩm quyền; thời hạn tính từ lúc nơi ấy nhận được."),
    slug="nhan-thay", main=False,
)  # fmt: skip


def _reported(
    name: str, sources: frozenset[State], target: State, label: Words, clock: Clock = Clock.KEEPS
) -> Move[State]:
    told = _("Nơi giải quyết đã báo bước này.")
    return Move(f"report_{name}", sources, target, None, label, told, clock=clock, slug="bao-buoc")


_IN_WORK = any_of(State.RECEIVED, State.IN_WORK)
_BEFORE = any_of(State.SENT, State.FORWARDED)
REPORTED: tuple[Move[State], ...] = (
    _reported("received", _BEFORE, State.RECEIVED, _("Nơi giải quyết đã nhận"), Clock.STARTS),
    _reported("refused", _BEFORE, State.NOT_ACCEPTED, _("Nơi giải quyết không nhận")),
    _reported("in_work", any_of(State.RECEIVED), State.IN_WORK, _("Nơi kia đang giải quyết")),
    _reported("supplement", _IN_WORK, State.SUPPLEMENT, _("Nơi kia cần bổ sung"), Clock.PAUSES),
    _reported(
        "resumed", any_of(State.SUPPLEMENT), State.IN_WORK, _("Nơi kia đã nhận bổ sung"),
        Clock.RESUMES,
    ),
    _reported(
        "withdrawn", _BEFORE | _IN_WORK | any_of(State.SUPPLEMENT), State.WITHDRAWN,
        _("Đã rút ở nơi giải quyết"), Clock.STOPS,
    ),
    _reported(
        "stopped", _IN_WORK | any_of(State.SUPPLEMENT), State.STOPPED,
        _("Nơi kia đã dừng"), Clock.STOPS,
    ),
    _reported("ready", _IN_WORK, State.READY, _("Nơi kia đã có kết quả"), Clock.STOPS),
    _reported("returned", any_of(State.READY), State.RETURNED, _("Nơi kia đã trả kết quả")),
)  # fmt: skip
REPORTED_NAMES = frozenset(move.name for move in REPORTED)
MOVES = (FOLLOW, TAKE_FOR_OTHER, *REPORTED)

# Which of our states each national number that can be reported means.
NATIONAL: Mapping[int, State] = {
    number: state
    for state in {move.target for move in REPORTED if move.target is not None}
    if (number := LOOKS[state].national) is not None
}


def path(state: State, wanted: State) -> tuple[Move[State], ...] | None:
    """Return the shortest row of reported moves from one state to another; None where none is."""
    ways: deque[tuple[State, tuple[Move[State], ...]]] = deque([(state, ())])
    seen = {state}
    while ways:
        at, behind = ways.popleft()
        if at == wanted:
            return behind
        for move in REPORTED:
            if at in move.sources and move.target is not None and move.target not in seen:
                seen.add(move.target)
                ways.append((move.target, (*behind, move)))
    return None
