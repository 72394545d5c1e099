"""One synthetic dossier: its rows, told act by act as the real actions leave them."""

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any
from uuid import UUID

from phuong.areas.dossiers import api as dossiers
from phuong.areas.dossiers.api import State, models
from phuong.areas.procedures.api import VersionInfo
from phuong.delivery.generate import people
from phuong.delivery.generate.chains import (
    Chain,
    Facts,
    key,
    key_text,
    said_code,
    said_digest,
    said_key,
    said_moment,
)
from phuong.delivery.generate.lives import Step
from phuong.delivery.generate.sheets import Book, blank
from phuong.delivery.generate.wards import Officer, Staff
from phuong.kernel.access.api import HERE
from phuong.kernel.audit.api import Digest
from phuong.kernel.text import person_sort_key
from phuong.kernel.workdays import Punctuality, WorkCalendar, evaluate, punctuality

KIND = "dossier"
STATES = {
    "start_draft": State.DRAFT, "prepare": State.PREPARED, "send": State.SENT,
    "not_accept": State.NOT_ACCEPTED, "ask_at_intake": State.SUPPLEMENT_INTAKE,
    "receive": State.RECEIVED, "take_in": State.RECEIVED, "assign": State.IN_WORK,
    "ask_supplement": State.SUPPLEMENT, "take_supplement": State.IN_WORK,
    "submit": State.SIGNING, "sign": State.READY, "hand_over": State.RETURNED,
    "stop": State.STOPPED, "withdraw": State.WITHDRAWN,
}  # fmt: skip
ANSWER_DAYS = 30
WHY = "Bản chụp bị mờ, không đọc được số."
GROUND = "Điều 17 Nghị định về một cửa"
NEXT = "Mang bản chính đến Bộ phận Một cửa."
sort_key = lru_cache(maxsize=65536)(person_sort_key)


class Teller:
    """Makes the rows of one dossier, in the order of its acts."""

    def __init__(
        self,
        random: Random,
        book: Book,
        staff: Staff,
        calendar: WorkCalendar,
        version: VersionInfo,
        numbers: Mapping[str, str],
        at: datetime,
    ) -> None:
        """Make the applicant and the dossier as they are before the first act."""
        self._random, self._book, self._staff = random, book, staff
        self._calendar, self._version, self._numbers = calendar, version, numbers
        self._ward_id = staff.ward.pk
        applicant_id, subject_id = key(random, at), key(random, at)
        self._chain = Chain(random, book, self._ward_id, subject_id)
        self.applicant = self._applicant(applicant_id)
        self.dossier = blank(
            models.Dossier,
            ward_id=self._ward_id,
            id=subject_id,
            code="".join(random.choices(models.SECRET_LETTERS, k=8)),
            token=base64.urlsafe_b64encode(random.randbytes(16)).decode().rstrip("="),
            version_id=version.id,
            field=version.field_code,
            origin=models.Origin.COUNTER,
            applicant_id=applicant_id,
            created_at=at,
        )
        unit_id = staff.routes[version.field_code]
        self._unit_id = unit_id
        self._specialist = random.choice(staff.specialists[unit_id])
        self._who: Mapping[str, Officer | None] = {
            "citizen": None,
            "reception": random.choice(staff.reception),
            "head": staff.heads[unit_id],
            "specialist": self._specialist,
            "leader": staff.leader,
        }
        self._pauses: list[models.Pause] = []
        self._request: models.SupplementRequest | None = None
        self._result: models.Result | None = None

    def _applicant(self, applicant_id: UUID) -> models.Applicant:
        random, name = self._random, people.name(self._random)
        return blank(
            models.Applicant,
            ward_id=self._ward_id,
            id=applicant_id,
            name=name,
            sort_key=sort_key(name),
            id_number=people.id_number(random),
            phone=people.phone(random),
            address=people.address(random),
            salt=self._salt(),
        )

    def _salt(self) -> str:
        return f"{self._random.getrandbits(128):032x}"

    def act(self, step: Step, at: datetime) -> None:
        """Make one act at a moment."""
        dossier, before = self.dossier, self.dossier.state
        dossier.state = STATES[step.act]
        do = getattr(self, f"_{step.act}", None)
        facts: Facts = do(at) if do else {}
        if step.act == "sign":
            self._finish(at)
        if before:
            facts["before"], facts["after"] = f'"{before}"', f'"{dossier.state}"'
            facts["due"] = said_moment(dossier.due_at)
        self._chain.tell(f"dossiers.{step.act}", self._who[step.by], at, facts)

    def _work_out(self) -> None:
        """Work the due date out, where a fact of the clock changed: no other act moves it."""
        clock = self.dossier.clock(self._pauses)
        if clock is not None:
            due = evaluate(clock, self._calendar)
            self.dossier.due_at, self.dossier.due_on = due.at, due.on
            self.dossier.target_at, self.dossier.target_on = due.at, due.on

    def _finish(self, at: datetime) -> None:
        dossier = self.dossier
        dossier.finished_at, dossier.finished_on = at, at.astimezone(HERE).date()
        assert dossier.target_at is not None  # noqa: S101  # the clock runs until now
        how = punctuality(dossier.target_at, dossier.limit.unit, finished=at, now=at)
        dossier.on_time = how is not Punctuality.LATE

    def _start_draft(self, at: datetime) -> Facts:
        self.dossier.origin = models.Origin.ONLINE
        return {"version": said_key(self._version.id)}

    def _prepare(self, at: datetime) -> Facts:
        self.dossier.origin = models.Origin.PREPARED
        self._papers()
        return {"applicant": said_digest(dossiers.applicant_digest(self.applicant))}

    def _send(self, at: datetime) -> Facts:
        self.dossier.code = self._numbers["dossier"]
        self.dossier.sent_at = at
        self._papers()
        digest = dossiers.applicant_digest(self.applicant)
        return {"code": said_code(self.dossier.code), "applicant": said_digest(digest)}

    def _not_accept(self, at: datetime) -> Facts:
        return {
            "reason": said_digest(self._note("not_accept", at)),
            "code": said_code(self.dossier.code),
        }

    def _ask_at_intake(self, at: datetime) -> Facts:
        return self._ask(at, at_intake=True)

    def _receive(self, at: datetime) -> Facts:
        self._start_clock(at)
        promise = self.dossier.first_promise_at
        return {
            "code": said_code(self.dossier.code),
            "papers": str(self._given),
            "promise": said_moment(promise),
        }

    def _take_in(self, at: datetime) -> Facts:
        self.dossier.code = self._numbers["dossier"]
        self.dossier.sent_at = at
        self._papers()
        self._start_clock(at)
        return {
            "code": said_code(self.dossier.code),
            "version": said_key(self._version.id),
            "applicant": said_digest(dossiers.applicant_digest(self.applicant)),
            "papers": str(self._given),
            "files": "null",
            "promise": said_moment(self.dossier.first_promise_at),
        }

    def _assign(self, at: datetime) -> Facts:
        self.dossier.handler_id = self._specialist.person_id
        return {"handler": self._specialist.said}

    def _ask_supplement(self, at: datetime) -> Facts:
        facts = self._ask(at, at_intake=False)
        assert self._request is not None  # noqa: S101  # made in the line before
        pause = blank(
            models.Pause,
            ward_id=self._ward_id,
            id=key(self._random, at),
            dossier_id=self.dossier.id,
            begins_at=at,
            request_id=self._request.id,
        )
        self._pauses.append(pause)
        self._work_out()
        return facts

    def _take_supplement(self, at: datetime) -> Facts:
        assert self._request is not None  # noqa: S101  # what was not asked is not brought
        self._request.answered_at = self._pauses[-1].ends_at = at
        self._work_out()
        self.dossier.shown_promise_at = self.dossier.due_at
        return {"request": said_key(self._request.id)}

    def _submit(self, at: datetime) -> Facts:
        summary = "Đủ điều kiện giải quyết."
        self._result = blank(
            models.Result,
            ward_id=self._ward_id,
            id=key(self._random, at),
            dossier_id=self.dossier.id,
            kind=self._version.result[:300] or self._version.name[:300],
            summary=summary,
            drafted_by_id=self._specialist.person_id,
            salt=self._salt(),
        )
        draft = Digest.of(self._result.salt, self._result.kind, summary)
        return {"result": said_key(self._result.id), "draft": said_digest(draft)}

    def _sign(self, at: datetime) -> Facts:
        assert self._result is not None  # noqa: S101  # what was not drafted is not signed
        result = self._result
        result.signed_by_id, result.signed_at = self._staff.leader.person_id, at
        result.number = self._numbers["result"]
        return {"result": said_key(result.id), "number": said_code(result.number)}

    def _hand_over(self, at: datetime) -> Facts:
        assert self._result is not None  # noqa: S101  # what was not signed is not handed over
        result, desk = self._result, self._who["reception"]
        result.receiver_kind, result.receiver_name = "self", self.applicant.name
        result.handed_at, result.handed_by_id = at, desk.person_id if desk else None
        self.dossier.returned_at = at
        receiver = Digest.of(result.salt, "self", result.receiver_name, "")
        return {"result": said_key(result.id), "receiver": said_digest(receiver)}

    def _stop(self, at: datetime) -> Facts:
        return {"reason": said_digest(self._note("stop", at))}

    def _start_clock(self, at: datetime) -> None:
        dossier, limit = self.dossier, self._version.limit
        assert limit is not None  # noqa: S101  # only usable versions are drawn
        dossier.received_at, dossier.received_on = at, at.astimezone(HERE).date()
        dossier.limit_unit, dossier.limit_n = str(limit.unit), int(limit.n)
        dossier.unit_id = self._unit_id
        dossier.reused = any(one.required and one.held_in for one in self._version.papers)
        self._work_out()
        dossier.first_promise_at = dossier.shown_promise_at = dossier.due_at

    def _papers(self) -> None:
        self._given = 0
        for position, paper in enumerate(self._version.papers, start=1):
            if paper.required:
                self._given += 1
                self._add(
                    models.Paper,
                    dossier_id=self.dossier.id,
                    position=position,
                    code=paper.code,
                    name=paper.name,
                    form="held" if paper.held_in else "original",
                )

    def _ask(self, at: datetime, *, at_intake: bool) -> Facts:
        days = ANSWER_DAYS
        self._request = blank(
            models.SupplementRequest,
            ward_id=self._ward_id,
            id=key(self._random, at),
            dossier_id=self.dossier.id,
            at_intake=at_intake,
            asked_at=at,
            asked_by_id=self._specialist.person_id,
            answer_by=dossiers.answer_by(at.astimezone(HERE).date(), days),
            salt=self._salt(),
        )
        paper = next((one for one in self._version.papers if not one.held_in), None)
        item = {"paper_code": paper.code if paper else "", "name": paper.name if paper else WHY}
        texts = (item["name"], WHY, GROUND, NEXT)
        self._item = item | {"why": WHY, "basis": GROUND, "how": NEXT, "position": 1}
        asked = Digest.of(self._request.salt, *texts)
        return {"request": said_key(self._request.id), "items": "1", "asked": said_digest(asked)}

    def _note(self, move: str, at: datetime) -> Digest:
        salt = self._salt()
        words = {"reason": WHY, "basis": GROUND, "next_step": NEXT}
        who = {"dossier_id": self.dossier.id, "by_id": self._staff.leader.person_id}
        self._add(models.Note, move=move, at=at, salt=salt, **words, **who)
        return Digest.of(salt, WHY, GROUND, NEXT)

    def close(self) -> None:
        """Hand every row to the book."""
        dossier, book = self.dossier, self._book
        dossier.search = dossiers.search_text(dossier.code, self.applicant)
        self._chain.close(KIND, dossier.code)
        book.add_made(self.applicant)
        book.add_made(dossier)
        if self._request is not None:
            book.add_made(self._request)
            answer = "brought" if self._request.answered_at else "none"
            self._add(
                models.SupplementItem, request_id=self._request.id, answer=answer, **self._item
            )
        for row in (*self._pauses, self._result):
            if row is not None:
                book.add_made(row)

    def _add(self, model: Any, **values: Any) -> None:
        at = self.dossier.created_at + timedelta(milliseconds=1)
        row = {"ward_id": self._ward_id, "id": key_text(self._random, at), **values}
        self._book.add(model, row)
