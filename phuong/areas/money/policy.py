"""Who may take money and see the book: the only place that decides access."""

from collections.abc import Mapping, Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from phuong.areas.money.models import Payment, PaymentQuerySet
from phuong.kernel.access import roles
from phuong.kernel.access.api import Actor, Role
from phuong.kernel.errors import NotPermitted
from phuong.kernel.errors import gettext_noop as _


class Can(TextChoices):
    """What an official may do with money."""

    TAKE = "money:take", gettext_lazy("Thu phí, hoàn trả, khoá sổ quỹ")
    SEE = "money:see", gettext_lazy("Xem sổ quỹ")
    SET_UP = "money:set-up", gettext_lazy("Đặt tài khoản nhận tiền")


GRANTS: Mapping[Can, Sequence[Role]] = {
    Can.TAKE: [Role.RECEPTION],
    Can.SEE: [Role.RECEPTION, Role.LEADER],
    Can.SET_UP: [Role.ADMINISTRATOR],
}


def readable(actor: Actor) -> PaymentQuerySet:
    """Return the payments this actor may see. Views start here, never at `Payment.objects`."""
    mine = Payment.objects.of(actor.ward_id)
    return mine if roles.has(actor, Can.SEE) else mine.none()


def check(actor: Actor, capability: Can) -> None:
    """Refuse whoever may not."""
    if not roles.has(actor, capability):
        raise NotPermitted(
            "money.no-capability", _("Việc này thuộc người khác. Nhờ phụ trách phân công lại.")
        )


def may_take(actor: Actor) -> bool:
    """Tell whether an actor takes money."""
    return roles.has(actor, Can.TAKE)
