"""Writing down how a call from the counter ended."""

from uuid import UUID

from phuong.areas.dossiers.actions.intake import check_desk
from phuong.areas.dossiers.models import Dossier
from phuong.kernel.access.api import Occasion
from phuong.kernel.notices import api as notices
from phuong.kernel.notices.api import Outcome


def settle_call(occasion: Occasion, dossier: Dossier, notice_id: UUID, outcome: Outcome) -> None:
    """Keep how a call ended: the person was told, or is called again, or is called no more."""
    check_desk(occasion)
    notices.settle_call(occasion, dossier.id, notice_id, outcome)
