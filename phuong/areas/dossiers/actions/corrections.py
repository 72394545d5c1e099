"""Putting right what was written down wrongly: old and new value, reason, a new receipt."""

from collections.abc import Iterable
from dataclasses import asdict, replace

from phuong.areas.dossiers import queries, rules
from phuong.areas.dossiers.actions import acts, intake
from phuong.areas.dossiers.actions.acts import Act, act, begin, finish
from phuong.areas.dossiers.actions.given import search_text
from phuong.areas.dossiers.actions.results import check_on_its_way, holding
from phuong.areas.dossiers.models import ApologyStanding, Correction, Dossier
from phuong.areas.dossiers.queries import Wanted
from phuong.areas.dossiers.rules import Mark
from phuong.areas.dossiers.states import CORRECT, State
from phuong.areas.money import api as money
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit.api import Digest, Fact, new_salt
from phuong.kernel.documents import api as documents
from phuong.kernel.text import person_sort_key
from phuong.kernel.workdays import Clock, evaluate


@act
def correct(occasion: Occasion, dossier: Dossier, wanted: Wanted) -> Dossier:
    """Write what is right over what is wrong, keep both, and give a new receipt.

    The first promise stays: a procedure that allows more time moves nothing, one that allows less
    is promised at once.
    """
    doing = begin(occasion, dossier, CORRECT)
    fresh, state = doing.dossier, State(doing.dossier.state)
    rules.check_receipt_seen(wanted.seen, fresh.receipt_turn)
    changes = queries.changes(fresh, wanted)
    rules.check_correction(changes, wanted.reason, state)
    whats = {change.what for change in changes}
    if "return_method" in whats and state == State.READY:
        check_on_its_way(holding(fresh), wanted=False)
    facts: dict[str, Fact] = {}
    if rules.PROCEDURE in whats and wanted.version is not None:
        facts |= _change_procedure(occasion, doing, wanted.version)
    if rules.PROCEDURE in whats or _is_any(whats, rules.PAPER, rules.NUMBER, rules.NOTE):
        _change_papers(fresh, wanted)
    if _is_any(whats, rules.ANSWER):
        facts |= _change_answers(doing, wanted)
    if _is_any(whats, rules.TOGETHER, rules.ANSWER, *queries.FACTS):
        _change_facts(fresh, wanted)
        facts["applicant"] = acts.applicant_digest(fresh.applicant)
    facts |= _keep(occasion, fresh, wanted, changes)
    return finish(occasion, doing, CORRECT, told=None, **facts)


def _keep(
    occasion: Occasion, dossier: Dossier, wanted: Wanted, changes: tuple[rules.Change, ...]
) -> dict[str, Fact]:
    """Write the correction down, and return what its event says: nothing that can be read."""
    dossier.receipt_turn += 1
    dossier.corrected_at = occasion.now
    texts = [[each.what, each.name, each.before, each.after] for each in changes]
    row = Correction.objects.create(
        ward_id=dossier.ward_id,
        dossier=dossier,
        turn=dossier.receipt_turn,
        at=occasion.now,
        by_id=occasion.actor.person_id,
        reason=wanted.reason,
        changes=texts,
        replaced_head=queries.receipt_head(dossier) or "",
        salt=new_salt(),
    )
    said = Digest.of(row.salt, wanted.reason, *(text for each in texts for text in each))
    return {"correction": row.id, "turn": row.turn, "changes": len(texts), "said": said}


def _is_any(whats: Iterable[str], *beginnings: str) -> bool:
    """Tell whether something of these kinds is put right."""
    return any(what.startswith(beginnings) for what in whats)


def _change_answers(doing: Act, wanted: Wanted) -> dict[str, Fact]:
    """Write the answers anew; an amount that hung on them and was not paid is to be set again."""
    dossier, answers = doing.dossier, wanted.answers or {}
    version = wanted.version or queries.version(dossier)
    rules.check_answered(version.questions, dossier.applicant.answers, answers)
    given = {code: answer for code, answer in answers.items() if answer}
    kept = {
        code: answer for code, answer in dossier.applicant.answers.items() if code not in answers
    }
    dossier.applicant.answers = kept | given
    if queries.depends_on_case(version, dossier.origin):
        money.forget_due(doing.subject)
    return {"answers": len(given)}


def _change_facts(dossier: Dossier, wanted: Wanted) -> None:
    applicant = dossier.applicant
    for name in queries.FACTS:
        if name in wanted.facts:
            setattr(dossier if name == "return_method" else applicant, name, wanted.facts[name])
    if wanted.together is not None:
        applicant.together = [asdict(one) for one in wanted.together]
    applicant.sort_key = person_sort_key(applicant.name)
    applicant.save()
    dossier.search = search_text(dossier.code, applicant, dossier.external_code)


def _usual(form: str) -> Mark:
    return Mark(*rules.usual_number(form))


def _change_papers(dossier: Dossier, wanted: Wanted) -> None:
    """Write the papers anew, in the order of the procedure that is right."""
    version, given = wanted.version or queries.version(dossier), wanted.papers or {}
    rules.check_papers_corrected(version.papers, given)
    marks = {**(wanted.marks or {})}
    for paper in dossier.papers.all():
        code = paper.code
        mark = marks.get(code) or _usual(given.get(code, ""))
        if given.get(code) == paper.form:
            # Where it came from stays where its form does, and what nobody counted anew.
            there = Mark(paper.originals, paper.copies, paper.note)
            mark = there if wanted.marks is None else mark
            mark = replace(mark, held_from=paper.held_from_id)
        rules.check_returned(paper.name, paper.returned, mark.originals)
        marks[code] = replace(mark, returned=paper.returned)
    dossier.papers.all().delete()
    intake.write_papers(dossier, version, given, marks)
    kept = documents.of_subject(dossier.ward_id, dossier.id)
    files = [file.purpose.removeprefix("paper:") for file in kept]
    intake.note_papers(dossier, given, files)


def _change_procedure(occasion: Occasion, doing: Act, version: VersionInfo) -> dict[str, Fact]:
    """Put the dossier under another procedure; where another unit settles it, it goes there."""
    dossier = doing.dossier
    intake.check_taken_in(occasion.ward_id, version, dossier.sent_at or occasion.now)
    facts: dict[str, Fact] = {"version": version.id, "from_version": dossier.version_id}
    dossier.version_id, dossier.field = version.id, version.field_code
    money.forget_due(doing.subject)
    unit_id = queries.unit_for(occasion.ward_id, version.field_code, occasion.today)
    if unit_id is not None and unit_id != dossier.unit_id:
        facts |= {"unit": unit_id, "from_unit": dossier.unit_id}
        dossier.unit_id, dossier.handler_id = unit_id, None
    if _is_shorter(occasion, dossier, version):
        assert version.limit is not None  # noqa: S101  # `check_usable` has refused the others
        dossier.limit_unit, dossier.limit_n = str(version.limit.unit), int(version.limit.n)
        acts.work_out(occasion, dossier, doing.pauses)
        if dossier.due_at is not None and dossier.apology != ApologyStanding.SENT:
            dossier.shown_promise_at = dossier.due_at
    return facts


def _is_shorter(occasion: Occasion, dossier: Dossier, version: VersionInfo) -> bool:
    """Tell whether a procedure allows less time than the one under which was promised."""
    if dossier.received_at is None or version.limit is None:
        return False
    before, after = (
        evaluate(Clock(dossier.received_at, limit), occasion.calendar).at
        for limit in (dossier.limit, version.limit)
    )
    return before is not None and after is not None and after < before
