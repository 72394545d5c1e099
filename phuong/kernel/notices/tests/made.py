"""A subject, a citizen to tell and an official to tell, on the builders of all tests."""

from datetime import date, datetime
from typing import Any

from phuong.kernel.access.actors import Occasion
from phuong.kernel.audit.facts import Code
from phuong.kernel.audit.models import Subject
from phuong.kernel.audit.trail import open_subject
from phuong.kernel.notices.channels import Channel
from phuong.kernel.notices.models import Notice
from phuong.kernel.notices.outbox import Applicant, Contact, tell
from phuong.kernel.notices.templates import Place
from phuong.kernel.wards.models import Ward
from tests.support.builders import MONDAY, citizen

PHONE = "+84905123412"
BY_SMS = Applicant((Contact(Channel.SMS, PHONE),))
PLACES: dict[str, Place] = {"due": date(2026, 11, 25), "link": Code("phuong.example/q/7fK2")}


def make_subject(ward: Ward, number: int = 1, now: datetime = MONDAY) -> Subject:
    code = f"{ward.code_prefix}-261116-{number:04}"
    return open_subject(citizen(ward, now), "dossier", code, "dossiers.receive")


def told(occasion: Occasion, subject: Subject, **values: Any) -> list[Notice]:
    """Tell the applicant, by default that the dossier was received; return the rows."""
    tell(
        occasion,
        subject,
        values.pop("template", "test.received"),
        to=values.pop("to", [BY_SMS]),
        params=values.pop("params", PLACES),
        **values,
    )
    return rows_of(subject)


def rows_of(subject: Subject) -> list[Notice]:
    return list(Notice.objects.of(subject.ward_id).filter(subject_id=subject.id).order_by("id"))
