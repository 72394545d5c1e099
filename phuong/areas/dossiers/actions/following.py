"""Dossiers that another system or agency settles: which, what was reported, for whom taken in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from phuong.areas.dossiers import policy, queries, rules
from phuong.areas.dossiers.actions import acts, intake
from phuong.areas.dossiers.actions.acts import Act, act, begin, finish
from phuong.areas.dossiers.actions.given import search_text
from phuong.areas.dossiers.actions.supplements import close_requests, write_request
from phuong.areas.dossiers.models import Dossier, Pause, Result, Standing
from phuong.areas.dossiers.states import FOLLOW, TAKE_FOR_OTHER, State
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.access.api import HERE, Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code, Digest, new_salt
from phuong.kernel.law import api as law
from phuong.kernel.workflow.machine import Move


@act
def follow(occasion: Occasion, dossier: Dossier, *, system: str, code: str) -> Dossier:
    """Say that another system settles a dossier, and under which code."""
    code = policy.normal_code(code)
    rules.check_code(system, code, dict(queries.systems()))
    doing = begin(occasion, dossier, FOLLOW)
    fresh = doing.dossier
    rules.check_free(taken=queries.is_taken(fresh, system, code))
    name_there(fresh, system, code)
    fresh.followed_on = occasion.today
    return finish(occasion, doing, FOLLOW, system=Code(system), external=Code(code))


def name_there(dossier: Dossier, system: str, code: str) -> None:
    """Write the code of another system on a dossier, so that it is found by that too."""
    dossier.external_system, dossier.external_code = system, code
    dossier.search = search_text(dossier.code, dossier.applicant, code)


@act
def take_for_other(
    occasion: Occasion,
    dossier: Dossier,
    version: VersionInfo,
    papers: Mapping[str, str],
    *,
    to: str,
) -> Dossier:
    """Take in what another agency is competent for; time runs from when they have it."""
    rules.check_competent(to)
    rules.check_complete(version.papers, papers)
    doing = begin(occasion, dossier, TAKE_FOR_OTHER)
    fresh = doing.dossier
    fresh.settled_by, fresh.followed_on = to.strip(), occasion.today
    intake.write_papers(fresh, version, papers)
    intake.note_papers(fresh, papers, [])
    salt = fresh.applicant.salt
    return finish(occasion, doing, TAKE_FOR_OTHER, to=Digest.of(salt, fresh.settled_by))


@act
def report(
    occasion: Occasion, dossier: Dossier, status: int, *, at: datetime, note: str = ""
) -> Dossier:
    """Write down the step that was reported of a dossier; what lies between is made up for.

    It happened when it was reported to have, and was entered now.
    """
    told = replace(occasion, now=at, entered_at=occasion.now)
    subject = audit.lock(told.ward_id, dossier.id)
    acts.check_not_done(told)
    fresh = acts.load(told.ward_id, dossier.id)
    policy.check_reports(told.actor, fresh)
    rules.check_report_order(at, occasion.now, fresh.external_at)
    moves = rules.reported(status, State(fresh.state), note)
    if not moves:
        rules.check_new(status, fresh.external_status)
    fresh.external_status, fresh.external_at = status, at
    if not moves:
        fresh.save(update_fields=["external_status", "external_at"])
        audit.record(told, subject, "dossiers.report", status=status)
        return fresh
    rules.check_time_order(at, fresh.received_at or fresh.sent_at)
    for move in moves:
        doing = Act(subject, fresh, acts.counted(fresh), queries.pauses_of(fresh))
        facts = _brings(told, doing, move, note)
        fresh = finish(told, doing, move, told=None, status=status, **facts)
    return fresh


def _brings(occasion: Occasion, doing: Act, move: Move[State], note: str) -> dict[str, Any]:
    """Change what goes with a reported move, and return what its event tells of it."""
    dossier = doing.dossier
    if move.sources == frozenset({State.SUPPLEMENT}) or dossier.state == State.SUPPLEMENT:
        close_requests(occasion, doing)
    match move.target:
        case State.RECEIVED:
            version = queries.version(dossier)
            intake.check_usable(version)
            intake.start_clock(occasion, dossier, version)
            if dossier.settled_by:
                dossier.unit_id = None
        case State.SUPPLEMENT:
            return _asked(occasion, doing, note)
        case State.READY:
            Result.objects.create(
                ward_id=dossier.ward_id,
                dossier=dossier,
                kind=queries.version(dossier).result,
                standing=Standing.IN_FORCE,
                drafted_by_id=occasion.actor.person_id,
                salt=new_salt(),
            )
        case State.RETURNED:
            dossier.returned_at = occasion.now
        case State.NOT_ACCEPTED | State.STOPPED:
            said = acts.note(occasion, dossier, move, note, queries.settler(dossier), "")
            return {"reason": said}
    return {}


def _asked(occasion: Occasion, doing: Act, note: str) -> dict[str, Any]:
    """Let time stand still for what the applicant was asked for there, and can read here."""
    dossier = doing.dossier
    where = queries.settler(dossier)
    asked = [rules.Asked(note.strip(), f"Theo yêu cầu của {where}", where, f"Bổ sung tại {where}")]
    days = law.number("dossiers.supplement_answer_limit", occasion.now.astimezone(HERE).date())
    request, digest = write_request(occasion, dossier, asked, days=days, at_intake=False)
    pause = Pause.objects.create(
        ward_id=dossier.ward_id, dossier=dossier, begins_at=occasion.now, request=request
    )
    doing.pauses.append(pause)
    return {"request": request.id, "asked": digest}
