"""A link by which somebody sets their own password: signed, good for days, used once."""

from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from phuong.kernel.people.models import Account, Person


def address(account: Account) -> str:
    """Return the two parts of the link, parted by a stroke.

    What is signed names the password and the last log-in: either change ends the link.
    """
    who = urlsafe_base64_encode(force_bytes(account.pk))
    return f"{who}/{default_token_generator.make_token(account)}"


def account_of(ward_id: int, who: str, token: str) -> Account | None:
    """Return whose link it is; nothing for one forged, used, old, locked or of another ward."""
    try:
        found = Account.objects.filter(pk=force_str(urlsafe_base64_decode(who))).first()
    except (ValueError, OverflowError, TypeError):
        return None
    if found is None or not found.is_active:
        return None
    if not Person.objects.of(ward_id).filter(account=found).exists():
        return None
    return found if default_token_generator.check_token(found, token) else None
