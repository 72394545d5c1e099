"""Who may see and do what with dossiers: the only place that decides it."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from uuid import UUID

from django.db.models import Q

from phuong.areas.dossiers import rules
from phuong.areas.dossiers.models import (
    ApologyStanding,
    Dossier,
    DossierQuerySet,
    Rating,
    Result,
    ResultQuerySet,
)
from phuong.areas.dossiers.policy.ledgers import (
    IN_UNIT as IN_UNIT,
)
from phuong.areas.dossiers.policy.ledgers import (
    LEDGER_COLUMNS as LEDGER_COLUMNS,
)
from phuong.areas.dossiers.policy.ledgers import (
    LEDGER_ISSUERS as LEDGER_ISSUERS,
)
from phuong.areas.dossiers.policy.ledgers import (
    check_ledgers as check_ledgers,
)
from phuong.areas.dossiers.policy.ledgers import (
    check_takes as check_takes,
)
from phuong.areas.dossiers.policy.ledgers import (
    get_ledger as get_ledger,
)
from phuong.areas.dossiers.policy.ledgers import (
    ledgers as ledgers,
)
from phuong.areas.dossiers.policy.ledgers import (
    lists_for as lists_for,
)
from phuong.areas.dossiers.policy.ledgers import (
    may_issue_ledgers as may_issue_ledgers,
)
from phuong.areas.dossiers.policy.ledgers import (
    may_print_ledgers as may_print_ledgers,
)
from phuong.areas.dossiers.policy.ledgers import (
    may_take as may_take,
)
from phuong.areas.dossiers.policy.proofs import by_draft_code as by_draft_code
from phuong.areas.dossiers.policy.proofs import by_proof as by_proof
from phuong.areas.dossiers.policy.proofs import by_token as by_token
from phuong.areas.dossiers.policy.proofs import normal_code as normal_code
from phuong.areas.dossiers.policy.proofs import whole_number as whole_number
from phuong.areas.dossiers.rules.certifying import check_certifies
from phuong.areas.dossiers.states import (
    ANSWER_INTAKE,
    ANSWER_SUPPLEMENT,
    APOLOGIZE,
    ASK_AT_INTAKE,
    ASK_SUPPLEMENT,
    AT_HOME,
    BY_TIME,
    CERTIFY,
    CONSULT,
    CORRECT,
    DRAFT_APOLOGY,
    FOLLOW,
    LAPSE,
    LIFE,
    NOT_ACCEPT,
    OPEN,
    POST_RESULT,
    RECALL_RESULT,
    RECEIVE,
    RECEIVE_ONLINE,
    REPLACE_RESULT,
    REPORTED_NAMES,
    RETURN_APOLOGY,
    REVOKE_RESULT,
    SEND_BACK,
    SIGN,
    STOP,
    SUBMIT,
    TAKE_BACK_POST,
    TAKE_FOR_OTHER,
    TAKE_OVER,
    TAKE_SUPPLEMENT,
    VOID_CERTIFICATION,
    WITHDRAW,
    Can,
    State,
)
from phuong.areas.procedures import api as procedures
from phuong.kernel.access import roles
from phuong.kernel.access.api import Actor, Role
from phuong.kernel.errors import NotPermitted, NotVisible, Refusal
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.wards.api import Prepared
from phuong.kernel.wards.querysets import WardQuerySet
from phuong.kernel.workflow.machine import Move

GRANTS: Mapping[Can, Sequence[Role]] = {
    Can.RECEIVE: [Role.RECEPTION],
    Can.ASSIGN: [Role.UNIT_HEAD],
    Can.PROCESS: [Role.SPECIALIST, Role.UNIT_HEAD],
    Can.SIGN: [Role.LEADER],
    Can.CERTIFY: [Role.RECEPTION],
    Can.FOLLOW: [Role.RECEPTION, Role.SPECIALIST, Role.UNIT_HEAD],
    Can.OVERSEE: [Role.LEADER, Role.SECRETARY],
    Can.HEAR: [Role.UNIT_HEAD, Role.LEADER],
}
EVERYWHERE = (Role.RECEPTION, Role.LEADER, Role.SECRETARY)
FORMS_OF_OWNER = frozenset(
    {"receipt", "supplement", "refusal", "apology", "stopping", "money-receipt", "money-refund"}
)
ISSUERS = (Can.RECEIVE, Can.ASSIGN, Can.PROCESS, Can.SIGN)
# What is done with a dossier by whoever took it.
NEEDS_HANDS = (SUBMIT, ASK_SUPPLEMENT, CONSULT)
# What this ward does with a dossier only where it settles that dossier itself.
OWN = (
    RECEIVE, ASK_AT_INTAKE, ANSWER_INTAKE, NOT_ACCEPT, TAKE_FOR_OTHER, SUBMIT, SIGN, SEND_BACK,
    ASK_SUPPLEMENT, TAKE_SUPPLEMENT, ANSWER_SUPPLEMENT, STOP, LAPSE, WITHDRAW, FOLLOW,
    REPLACE_RESULT, REVOKE_RESULT, RECALL_RESULT, RECEIVE_ONLINE,
)  # fmt: skip


def readable(actor: Actor) -> DossierQuerySet:
    """Return the dossiers this actor may see. Views start here, never at `Dossier.objects`.

    A citizen sees what they proved to be theirs; nobody else sees a draft; an administrator sees
    no content at all.
    """
    mine = Dossier.objects.of(actor.ward_id)
    if not actor.is_official:
        return mine.filter(id__in=actor.proven)
    handed_in = mine.exclude(state__in=AT_HOME)
    if actor.holds(*EVERYWHERE):
        return handed_in
    units = actor.units(*IN_UNIT)
    return handed_in.filter(Q(unit_id__in=units)) if units else mine.none()


def get(actor: Actor, code: str) -> Dossier:
    """Return a dossier by code; absent and hidden look the same."""
    if actor.is_official:
        found = _by_code(actor).rows(code=normal_code(code))
    else:
        mine = {f"id{place}": id for place, id in enumerate(sorted(actor.proven))}
        asked = _own_by_code(len(mine))
        found = asked.rows(ward=actor.ward_id, code=normal_code(code), **mine)
    if not found:
        raise NotVisible
    return found[0]


@lru_cache(maxsize=1024)
def _by_code(actor: Actor) -> Prepared[Dossier]:
    """Return the statement by which an official opens a dossier: it is asked for all day."""

    def one(code: str) -> DossierQuerySet:
        return readable(actor).filter(code=code).with_list_columns()

    return Prepared(one, code=str)


@cache
def _own_by_code(number: int) -> Prepared[Dossier]:
    """Return the statement by which a citizen with so many proofs opens one of their dossiers."""

    def one(ward: int, code: str, **ids: UUID) -> DossierQuerySet:
        owner = Actor(ward, proven=frozenset(ids.values()))
        return readable(owner).filter(code=code).with_list_columns()

    return Prepared(one, ward=int, code=str, **{f"id{place}": UUID for place in range(number)})


def owned(actor: Actor, dossier_id: UUID) -> Dossier:
    """Return a dossier that a citizen proved to be theirs; nobody in office passes for one."""
    found = None
    if not actor.is_official and dossier_id in actor.proven:
        found = readable(actor).filter(id=dossier_id).select_related("applicant", "unit").first()
    if found is None:
        raise NotVisible
    return found


def heard(actor: Actor) -> WardQuerySet[Rating]:
    """Return the ratings whose words an actor may read: of their unit, of the ward for a leader."""
    rows = Rating.objects.of(actor.ward_id).exclude(words="")
    if actor.holds(Role.LEADER):
        return rows
    units = actor.units(Role.UNIT_HEAD)
    return rows.filter(unit_id__in=units) if units else rows.none()


def rated(actor: Actor) -> WardQuerySet[Rating]:
    """Return the ratings behind a figure, for those who oversee; no page lists them one by one."""
    rows = Rating.objects.of(actor.ward_id)
    return rows if actor.holds(*GRANTS[Can.OVERSEE]) else rows.none()


def heard_one(actor: Actor, rating_id: UUID) -> Rating:
    """Return one rating whose words an actor may read."""
    found = heard(actor).filter(id=rating_id).first()
    if found is None:
        raise NotVisible
    return found


def scanned(actor: Actor, typed: str, prefix: str) -> Dossier | None:
    """Return what a scanner or a hand names at the desk: a QR address, a token, a code, its tail.

    A dossier prepared at home is found by its token alone: its QR, shown at the desk, is the proof.
    """
    token = typed.rstrip("/").rsplit("/", 1)[-1].partition("#")[0]
    if not token:
        return None
    prepared = Dossier.objects.of(actor.ward_id).filter(token=token, state=State.PREPARED)
    code = normal_code(typed)
    named = Q(token=token) | Q(code__in=[code, f"{prefix}-{code}"]) | Q(external_code=code)
    return prepared.first() or readable(actor).filter(named).first()


def may_open(actor: Actor, dossier: Dossier, purpose: str) -> bool:
    """Tell whether a file of a readable dossier may be opened.

    Its owner sees what they gave, and the file that was signed; drafts are the ward's own, also
    those of a result that was then signed on paper.
    """
    if actor.is_official:
        return True
    kind = purpose.partition(":")[0]
    if purpose == "result:signed":
        # Opening it is receiving it, which is an act of its own.
        return dossier.state == State.RETURNED
    return kind in ("paper", "supplement")


def may_print(actor: Actor, form: str) -> bool:
    """Tell whether an official form of a readable dossier may be printed or opened.

    The receipt holds the applicant's secret: the desk and its owner alone. What goes with the
    dossier from hand to hand is the ward's own.
    """
    if not actor.is_official:
        return form in FORMS_OF_OWNER
    return form != "receipt" or roles.has(actor, Can.RECEIVE)


def may_issue(actor: Actor, form: str) -> bool:
    """Tell whether an actor may issue a form: its number and event are an act, not a reading."""
    if not may_print(actor, form):
        return False
    return not actor.is_official or any(roles.has(actor, each) for each in ISSUERS)


def issued_results(actor: Actor) -> ResultQuerySet:
    """Return the register of issued results as far as an actor may read the dossiers."""
    return Result.objects.of(actor.ward_id).issued().filter(dossier__in=readable(actor))


def check_way(actor: Actor, dossier: Dossier) -> None:
    """Refuse to change how an applicant is told to all but themselves and the desk."""
    if actor.is_official and not roles.has(actor, Can.RECEIVE):
        raise NotPermitted(
            "dossiers.no-capability", _("Việc này thuộc người khác. Nhờ phụ trách phân công lại.")
        )
    if not readable(actor).filter(id=dossier.id).exists():
        raise NotVisible


def check(actor: Actor, dossier: Dossier, move: Move[State]) -> None:
    """Refuse unless the state allows the move and this actor may make it."""
    if dossier.ward_id != actor.ward_id:
        raise NotVisible
    check_actor(actor, dossier.id, dossier.unit_id, move)
    if move is CORRECT:
        rules.check_may_correct(State(dossier.state))
    move.check_from(State(dossier.state))
    if move in OWN:
        rules.check_own(is_followed=dossier.is_followed)
    if move is TAKE_OVER:
        rules.check_not_taken(dossier.handler_id)
    if move in NEEDS_HANDS:
        rules.check_taken(dossier.handler_id)
    if move in (APOLOGIZE, RETURN_APOLOGY):
        rules.check_drafted(drafted=dossier.apology == ApologyStanding.DRAFTED)
    if move in (CERTIFY, VOID_CERTIFICATION):
        check_certifies(procedures.version(dossier.version_id).slug)
    if move in (POST_RESULT, TAKE_BACK_POST):
        rules.check_by_post(dossier.return_method)
    if move is DRAFT_APOLOGY:
        rules.check_may_draft(
            drafted=dossier.apology == ApologyStanding.DRAFTED,
            apologised=dossier.apology == ApologyStanding.SENT,
        )


def check_reports(actor: Actor, dossier: Dossier) -> None:
    """Refuse who may not write down what was reported of a dossier, or of one that is our own."""
    if dossier.ward_id != actor.ward_id:
        raise NotVisible
    check_actor(actor, dossier.id, dossier.unit_id, FOLLOW)
    rules.check_followed(is_followed=dossier.is_followed)


def may_report(actor: Actor, dossier: Dossier) -> bool:
    """Tell whether an actor may write down what was reported of a dossier now."""
    try:
        check_reports(actor, dossier)
    except Refusal:
        return False
    return dossier.state in OPEN or dossier.state == State.READY


def followed(actor: Actor) -> DossierQuerySet:
    """Return what an actor may follow of the dossiers that are settled elsewhere."""
    rows = readable(actor).filter(followed_on__isnull=False)
    return rows if roles.has(actor, Can.FOLLOW) else rows.none()


def check_actor(actor: Actor, dossier_id: UUID, unit_id: UUID | None, move: Move[State]) -> None:
    """Refuse an actor who may never make this move on this dossier."""
    if move.capability is None:
        _check_owner(actor, dossier_id, move)
        return
    if not roles.has(actor, move.capability):
        raise NotPermitted(
            "dossiers.no-capability", _("Việc này thuộc người khác. Nhờ phụ trách phân công lại.")
        )
    at_the_desk = move.capability is Can.FOLLOW and roles.has(actor, Can.RECEIVE)
    of_unit = move.capability in (Can.PROCESS, Can.ASSIGN, Can.FOLLOW) and not at_the_desk
    if of_unit and unit_id not in actor.units(*IN_UNIT):
        raise NotPermitted("dossiers.other-unit", _("Hồ sơ do bộ phận khác giải quyết."))


def _check_owner(actor: Actor, dossier_id: UUID, move: Move[State]) -> None:
    if actor.machine and move.name not in REPORTED_NAMES:
        return
    if move.name in BY_TIME | REPORTED_NAMES or dossier_id not in actor.proven:
        raise NotPermitted(
            "dossiers.not-proven",
            _("Nhập mã hồ sơ và bốn số cuối điện thoại, hoặc mã bí mật trên giấy hẹn."),
        )


def open_moves(actor: Actor, dossier: Dossier) -> list[Move[State]]:
    """List the moves to offer on screen, decided by `check` itself."""
    # Most moves are not open from a state: to see that costs less than a refusal.
    possible = (move for move in LIFE if dossier.state in move.sources)
    return [move for move in possible if _allows(actor, dossier, move)]


def allows(actor: Actor, dossier: Dossier, move: Move[State]) -> bool:
    """Tell whether this actor may make a move now."""
    return _allows(actor, dossier, move)


def _allows(actor: Actor, dossier: Dossier, move: Move[State]) -> bool:
    try:
        check(actor, dossier, move)
    except Refusal:
        return False
    return True
