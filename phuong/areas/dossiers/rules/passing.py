"""Which dossiers may pass from unit to unit, and who must hold one to work on it."""

from uuid import UUID

from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _


def check_may_pass(unit_id: UUID | None, to_unit_id: UUID, able: frozenset[UUID]) -> None:
    """Refuse to pass a dossier to the unit that has it, or to one where nobody settles."""
    if to_unit_id == unit_id:
        raise RuleBroken(
            "dossiers.pass-on.same", _("Bộ phận này đang giữ hồ sơ. Chọn bộ phận khác."), field="to"
        )
    if to_unit_id not in able:
        raise RuleBroken(
            "dossiers.pass-on.nobody",
            _("Bộ phận này không có ai giải quyết hồ sơ. Chọn bộ phận khác."),
            field="to",
        )


def check_why_passed(reason: str) -> None:
    """Refuse to pass a dossier on without saying why."""
    if not reason.strip():
        raise RuleBroken(
            "dossiers.pass-on.reason", _("Ghi vì sao chuyển, bộ phận kia làm gì."), field="reason"
        )


def check_not_taken(handler_id: UUID | None) -> None:
    """Refuse to take over what somebody has."""
    if handler_id is not None:
        raise WrongState(
            "dossiers.take-over.taken", _("Hồ sơ này đã có người nhận. Xem bản mới rồi làm tiếp.")
        )


def check_taken(handler_id: UUID | None) -> None:
    """Refuse to work on what was passed to a unit and nobody there has taken."""
    if handler_id is None:
        raise WrongState(
            "dossiers.pass-on.not-taken",
            _("Hồ sơ vừa chuyển đến, chưa ai nhận. Bấm Nhận hồ sơ chuyển đến rồi làm tiếp."),
        )
