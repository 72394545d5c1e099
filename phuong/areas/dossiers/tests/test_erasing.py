"""What a closed dossier says of persons can be erased, and its history still holds."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection

from phuong.areas.dossiers import actions
from phuong.areas.dossiers.actions.given import GivenFile
from phuong.areas.dossiers.models import Applicant, Dossier
from phuong.areas.dossiers.states import CLOSED, State
from phuong.areas.dossiers.tests.builders import (
    ALL_PAPERS,
    ASKED,
    GROUND,
    HUONG,
    make_desk,
    make_dossier,
)
from phuong.areas.dossiers.tests.citizens import make_law
from phuong.kernel.audit.api import Event, Ground, Subject, erase
from phuong.kernel.audit.jobs import seal
from phuong.kernel.audit.proof import verify
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.models import Attachment
from phuong.kernel.documents.tests.made import picture
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.notices.models import Notice
from tests.support.builders import FRIDAY, MONDAY, NEXT_MONDAY, official

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    make_law()
    return make_desk()


@pytest.fixture
def stored():
    return documents.receive(SimpleUploadedFile("to-khai.jpg", picture(), "image/jpeg"))


def texts_beside_people():
    """Return all that the tables hold, but for officials and what everybody may read."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("dossiers_", "documents_", "notices_", "audit_", "workflow_")):
                cursor.execute(f"SELECT * FROM {table}")
                for row in cursor.fetchall():
                    yield from (str(value) for value in row)


@pytest.mark.parametrize("state", sorted(CLOSED), ids=str)
def test_a_closed_dossier_says_nothing_of_persons_after_and_its_chain_holds(desk, state):
    dossier = make_dossier(desk, state)
    seal(desk.ward.pk, FRIDAY.date(), FRIDAY)
    before = list(Event.objects.of(desk.ward).order_by("id").values_list("hash", flat=True))
    occasion = desk.of(desk.leader, NEXT_MONDAY)
    rows = erase(occasion, dossier.id, Ground.RETENTION)
    held = "\n".join(texts_beside_people())
    words = [HUONG.name, HUONG.phone, HUONG.phone.removeprefix("0"), GROUND["reason"]]
    words += [GROUND["next_step"], *(asked.why for asked in ASKED)]
    assert [word for word in words if word and word in held] == []
    if state == State.DISCARDED:
        assert rows == 0  # Discarding has erased it.
        return
    assert rows >= 1
    after = list(Event.objects.of(desk.ward).order_by("id").values_list("hash", "verb"))
    assert [hash_ for hash_, _verb in after[:-1]] == before
    assert after[-1][1] == "audit.erase"
    seal(desk.ward.pk, NEXT_MONDAY.date(), NEXT_MONDAY)
    assert verify(desk.ward.pk).holds


def test_erasing_twice_erases_once(desk):
    dossier = make_dossier(desk, State.RETURNED)
    occasion = desk.of(desk.leader, FRIDAY)
    assert erase(occasion, dossier.id, Ground.REQUEST) >= 2
    assert erase(occasion, dossier.id, Ground.REQUEST) == 0
    assert Event.objects.of(desk.ward).filter(verb="audit.erase").count() == 1


@pytest.mark.parametrize("state", [State.IN_WORK, State.SUPPLEMENT, State.READY], ids=str)
def test_an_open_dossier_keeps_what_it_needs(desk, state):
    dossier = make_dossier(desk, state)
    with pytest.raises(WrongState) as refused:
        erase(desk.of(desk.leader, FRIDAY), dossier.id, Ground.REQUEST)
    assert refused.value.code == "dossiers.still-open"
    assert Applicant.objects.of(desk.ward).get().name == HUONG.name
    assert not Event.objects.of(desk.ward).filter(verb="audit.erase").exists()


def test_a_kind_that_keeps_nothing_is_refused(desk):
    from phuong.kernel.audit.api import open_subject

    occasion = official(desk.ward, login="khac")
    subject = open_subject(occasion, "nothing", "X-1", "nothing.begin")
    with pytest.raises(RuleBroken):
        erase(occasion, subject.id, Ground.REQUEST)


def test_files_go_and_messages_keep_only_that_they_were_sent(desk, stored):
    occasion = desk.of(desk.reception, MONDAY)
    files = [GivenFile("to-khai", "to-khai.jpg", stored)]
    dossier = actions.take_in(occasion, desk.ward, desk.version, HUONG, ALL_PAPERS, files=files)
    assert Attachment.objects.of(desk.ward).count() == 1
    told = Notice.objects.of(desk.ward).filter(subject_id=dossier.id).count()
    actions.stop(desk.of(desk.leader, FRIDAY), dossier, **GROUND)
    erase(desk.of(desk.leader, NEXT_MONDAY), dossier.id, Ground.REQUEST)
    assert not Attachment.objects.of(desk.ward).exists()
    notices = Notice.objects.of(desk.ward).filter(subject_id=dossier.id)
    assert notices.count() >= told
    assert set(notices.values_list("address", "note", "body")) == {("", "", "")}
    assert verify(desk.ward.pk).events > 0
    assert Dossier.objects.of(desk.ward).get().search == dossier.code.lower()


def test_the_command_counts_first_and_erases_when_it_is_meant(desk, capsys):
    dossier = make_dossier(desk, State.RETURNED)
    given = {
        "ward": "PM", "subject": dossier.code, "ground": "request",
        "by": desk.leader.account.login,
    }  # fmt: skip
    call_command("erase", **given)
    assert "sẽ xoá thông tin" in capsys.readouterr().out
    assert Applicant.objects.of(desk.ward).get().name == HUONG.name
    call_command("erase", apply=True, **given)
    assert "đã xoá thông tin" in capsys.readouterr().out
    assert Applicant.objects.of(desk.ward).get().name == ""
    event = Event.objects.of(desk.ward).get(verb="audit.erase")
    assert event.actor_id == desk.leader.id
    assert '"ground":"request"' in event.body
    still_open = make_dossier(desk, State.IN_WORK)
    with pytest.raises(CommandError, match="chưa kết thúc"):
        call_command("erase", **{**given, "subject": still_open.code})
    for wrong in ({"ward": "PX"}, {"subject": "X"}, {"by": "nobody"}):
        with pytest.raises(CommandError) as left:
            call_command("erase", **{**given, **wrong})
        assert left.value.returncode == 2
    assert Subject.objects.of(desk.ward).get(code=dossier.code).events > 1
