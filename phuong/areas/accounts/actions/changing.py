"""How a change of an account is made: its row locked, its event under a subject of its own."""

from phuong.areas.accounts import policy, queries
from phuong.areas.accounts.states import ACCOUNT
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Fact, Subject
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.people.models import Account
from phuong.kernel.wards.api import uuid7


def lock(account: Account) -> None:
    """Let one change of an account wait for the other."""
    Account.objects.select_for_update().get(pk=account.pk)


def note(occasion: Occasion, account: Account, verb: str, **facts: Fact) -> None:
    """Write the event of a change, with the first one the account's subject."""
    code = policy.code_of(account.pk)
    subject = Subject.objects.of(occasion.ward_id).filter(code=code).first()
    if subject is None:
        audit.open_subject(occasion, ACCOUNT, code, verb, subject_id=uuid7(), **facts)
    else:
        audit.record(occasion, audit.lock(occasion.ward_id, subject.id), verb, **facts)


def keep_a_second_step(occasion: Occasion, account: Account, *, is_demo: bool) -> None:
    """Refuse to leave an account without what its roles need."""
    needed = queries.needs_second_step(occasion.actor, is_demo=is_demo)
    if needed and not queries.standing(account).any:
        raise RuleBroken(
            "accounts.last-factor",
            _("Chức vụ của ông/bà cần bước hai. Thêm cách khác trước khi bỏ cách này."),
        )
