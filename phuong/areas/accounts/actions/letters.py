"""An official's own mail address: written down, confirmed by a link, taken away."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from phuong.areas.accounts import policy
from phuong.areas.accounts.models import OfficialMail
from phuong.areas.accounts.notices import CONFIRM_MAIL
from phuong.kernel.access.api import Occasion
from phuong.kernel.errors import NotPermitted, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices import api as notices
from phuong.kernel.notices.models import Notice

WITHIN: Final = timedelta(days=1)


def press_of(occasion: Occasion) -> str:
    """Return what two presses of one sending have in common: the second writes no letter."""
    return str(occasion.request_id or f"{occasion.now.timestamp():.0f}")


def link_of(ward_id: int, template_code: str, key: str) -> str:
    """Return the token in the link of the letter under a key; both presses are told the same."""
    letter = notices.letter_under(ward_id, template_code, key=key)
    return notices.letter_token(letter.id, letter.told_at) if letter else ""


@transaction.atomic
def ask_mail(occasion: Occasion, address: str) -> str:
    """Write an address down and send the link that confirms it; return the link's token.

    Nothing else goes there until it was opened by the one who is logged in.
    """
    person_id = occasion.actor.person_id
    if person_id is None:
        raise NotPermitted("accounts.no-post", _("Việc này dành cho người giữ chức vụ."))
    key = f"{person_id}:{press_of(occasion)}"
    letter = notices.tell_address(occasion, address, CONFIRM_MAIL.code, key=key)
    if letter is None:
        return link_of(occasion.ward_id, CONFIRM_MAIL.code, key)
    asked = {"address": address, "asked_at": occasion.now}
    OfficialMail.objects.of(occasion.ward_id).update_or_create(
        person_id=person_id,
        defaults={**asked, "confirmed_at": None},
        create_defaults={"ward_id": occasion.ward_id, "person_id": person_id, **asked},
    )
    return notices.letter_token(letter, occasion.now)


def check_mail_link(occasion: Occasion, token: str) -> tuple[Notice, OfficialMail]:
    """Refuse a link that is over, was used, or went to an address that is no longer theirs."""
    letter = notices.letter_of(
        occasion.ward_id, token, CONFIRM_MAIL.code, occasion.now, within=WITHIN
    )
    mail = policy.mail_of(occasion.actor)
    if letter is None or mail is None or mail.address != letter.address:
        raise WrongState(
            "accounts.mail.link-over",
            _("Đường dẫn này đã hết hạn, đã dùng, hoặc thuộc địa chỉ khác. Ghi lại địa chỉ."),
        )
    return letter, mail


@transaction.atomic
def confirm_mail(occasion: Occasion, token: str) -> None:
    """Confirm the address to which the link went, if it still is the one written down."""
    letter, mail = check_mail_link(occasion, token)
    if notices.open_letter(letter, occasion.now):
        OfficialMail.objects.of(occasion.ward_id).filter(id=mail.id).update(
            confirmed_at=occasion.now
        )


def want_digests(occasion: Occasion, *, wanted: bool) -> None:
    """Say whether the digest of the day goes by mail too."""
    mail = policy.mail_of(occasion.actor)
    if mail is not None:
        OfficialMail.objects.of(occasion.ward_id).filter(id=mail.id).update(digests=wanted)


def remove_mail(occasion: Occasion) -> None:
    """Forget the address."""
    mail = policy.mail_of(occasion.actor)
    if mail is not None:
        mail.delete()
