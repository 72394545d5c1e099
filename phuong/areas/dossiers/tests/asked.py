"""Questions to others as the tests want them: one that waits, one that was answered with a file."""

from typing import Any

from phuong.areas.dossiers import actions
from phuong.areas.dossiers.actions.consulting import Asked
from phuong.areas.dossiers.models import Inquiry
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests import citizens
from phuong.areas.dossiers.tests.builders import Desk, make_dossier
from phuong.kernel.documents import api as documents
from phuong.kernel.workdays import Limit, Unit
from tests.support.builders import THURSDAY, WEDNESDAY

POLICE = Asked("Công an phường", "police", Limit(Unit.WORKING_DAY, 3))
QUESTION = "Người nộp có cư trú tại đây không?"


def ask_police(desk: Desk) -> Inquiry:
    """Ask one agency about a dossier of its own."""
    asking = make_dossier(desk, State.IN_WORK)
    actions.consult(desk.of(desk.specialist, WEDNESDAY), asking, [POLICE], question=QUESTION)
    return Inquiry.objects.of(desk.ward).get(dossier=asking)


def waiting_and_answered(desk: Desk) -> dict[str, Any]:
    """Return a question that waits, and one whose answer came with a file (`file_id`)."""
    waiting, answered = ask_police(desk), ask_police(desk)
    stored = documents.receive(citizens.photo())
    by = desk.of(desk.specialist, THURSDAY)
    actions.answer_inquiry(by, answered, stance="agrees", files=[stored])
    answered.file_id = documents.of_subject(desk.ward.pk, answered.id)[0].id  # type: ignore[attr-defined]
    return {"inquiry": waiting, "answered": answered}
