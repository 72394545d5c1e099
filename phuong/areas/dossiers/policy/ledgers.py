"""Who may see, issue and take registers and hand-over lists."""

from phuong.areas.dossiers.models import Ledger
from phuong.areas.dossiers.states import Can
from phuong.kernel.access import roles
from phuong.kernel.access.api import Actor, Role
from phuong.kernel.errors import NotPermitted, NotVisible
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.wards.querysets import WardQuerySet

IN_UNIT = (Role.SPECIALIST, Role.UNIT_HEAD)
LEDGER_ISSUERS = (Can.RECEIVE, Can.SIGN)
LEDGER_COLUMNS = ("unit", "given_by", "taken_by", "replaces")


def ledgers(actor: Actor) -> WardQuerySet[Ledger]:
    """Return the registers and hand-over lists that an actor may see."""
    mine = Ledger.objects.of(actor.ward_id)
    if may_print_ledgers(actor):
        return mine
    return mine.filter(unit_id__in=actor.units(*IN_UNIT))


def get_ledger(actor: Actor, code: str) -> Ledger:
    """Return a ledger by code; absent and hidden look the same."""
    found = ledgers(actor).filter(code=code.upper()).select_related(*LEDGER_COLUMNS).first()
    if found is None:
        raise NotVisible
    return found


def may_print_ledgers(actor: Actor) -> bool:
    """Tell whether an actor may print what tells of all dossiers."""
    return roles.has(actor, Can.RECEIVE) or roles.has(actor, Can.OVERSEE)


def may_issue_ledgers(actor: Actor) -> bool:
    """Tell whether an actor may issue what tells of all dossiers."""
    return any(roles.has(actor, each) for each in LEDGER_ISSUERS)


def check_ledgers(actor: Actor) -> None:
    """Refuse who may not issue what tells of all dossiers."""
    if not may_issue_ledgers(actor):
        raise NotPermitted(
            "dossiers.no-capability", _("Việc này thuộc người khác. Nhờ phụ trách phân công lại.")
        )


def lists_for(actor: Actor) -> WardQuerySet[Ledger]:
    """Return the hand-over lists that came to the units of an actor."""
    lists = Ledger.objects.of(actor.ward_id).filter(given_at__isnull=False)
    return lists.filter(unit_id__in=actor.units(*IN_UNIT))


def may_take(actor: Actor, ledger: Ledger) -> bool:
    """Tell whether an actor is of the unit that a hand-over list goes to."""
    return ledger.given_at is not None and ledger.unit_id in actor.units(*IN_UNIT)


def check_takes(actor: Actor, ledger: Ledger) -> None:
    """Refuse who is not of the unit that a hand-over list goes to."""
    if not may_take(actor, ledger):
        raise NotPermitted(
            "dossiers.handover.other-unit", _("Người của bộ phận nhận mới xác nhận được.")
        )
