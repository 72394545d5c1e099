"""How many of a paper there are, and what may be given back of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Mark:
    """How many of a paper were handed in, what was noted, or from which dossier it is known."""

    originals: int = 0
    copies: int = 0
    note: str = ""
    held_from: UUID | None = None
    returned: int = 0


def usual_number(form: str) -> tuple[int, int]:
    """Return how many originals and copies are there of a paper of which nobody said more."""
    return int(form == "original"), int(form == "copy")


def number_there(form: str, originals: int, copies: int) -> tuple[int, int]:
    """Return how many there are of a paper; where nobody ever counted, the usual number."""
    return (originals, copies) if originals or copies else usual_number(form)


def check_giving_back(name: str, originals: int, returned: int, back: int) -> None:
    """Refuse to give back more originals than are here."""
    here = originals - returned
    if back > here:
        raise RuleBroken(
            "dossiers.papers.not-here",
            _("“%(name)s”: phường chỉ đang giữ %(here)s bản chính."),
            field="papers",
            name=name,
            here=here,
        )


def check_asked_again(names: Sequence[str], again: str) -> None:
    """Refuse to ask for what the ward holds without a reason (NĐ 309/2026, Art. 4.2a)."""
    if names and not again.strip():
        raise RuleBroken(
            "dossiers.supplement.held-here",
            _("Phường đã có: %(names)s. Dùng lại, hoặc ghi vì sao vẫn phải yêu cầu."),
            field="again",
            names="; ".join(names),
        )


def check_unneeded(codes: Sequence[str], reason: str) -> None:
    """Refuse to note nothing, or to give no reason."""
    if not codes:
        raise RuleBroken(
            "dossiers.unneeded.nothing", _("Chọn giấy tờ đã thấy là không cần."), field="papers"
        )
    if not reason.strip():
        raise RuleBroken(
            "dossiers.unneeded.reason", _("Ghi vì sao giấy tờ này không cần."), field="reason"
        )
