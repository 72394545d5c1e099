"""What the database refuses at COMMIT, as an answer to a person."""

from django.db import Error

from phuong.kernel.errors import Refusal, WrongState
from phuong.kernel.errors import gettext_noop as _

_FOREIGN_KEY = "23503"


def refusal_of(failure: Error) -> Refusal | None:
    """Return the refusal that a failed statement or commit means, or nothing where it is a fault.

    A link to a row of another ward, or to one that went away in between, is told only when the
    transaction ends. Citus tells it as an internal error, with the same code.
    """
    cause = failure.__cause__
    is_link = getattr(cause, "sqlstate", "") == _FOREIGN_KEY or "FOREIGN KEY" in str(failure)
    if not is_link:
        return None
    return WrongState(
        "wards.broken-link",
        _("Dữ liệu liên quan vừa thay đổi hoặc không còn. Mở lại trang rồi làm tiếp."),
    )
