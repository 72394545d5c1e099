"""What opens the pages of a citizen's own account."""

from datetime import timedelta

import pyotp
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.sessions.models import Session
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestedCredentialData

from phuong.areas.accounts import actions
from phuong.areas.accounts.models import LogIn, OneTimeKey, Passkey
from phuong.areas.accounts.queries import sealed
from phuong.kernel.access.api import Actor, Occasion, clock
from phuong.kernel.access.roles import Role
from phuong.kernel.people.models import Account
from phuong.kernel.workdays import WorkCalendar
from tests.support.builders import MONDAY, make_person
from tests.support.pages import NOTHING, World, sample

STOREY = 3


def _link(world: World) -> str:
    if "link" not in world.things:
        at_the_door = Occasion(Actor.citizen(world.ward.pk), clock.now(), WorkCalendar())
        world.things["link"] = actions.ask_to_come_in(at_the_door, "lan@mail.example")
    return str(world.things["link"])


SAMPLES = {
    # A link that is over says so where a new one is asked for.
    "dossiers:mine-come-in": [sample(token=_link), sample(token="x", status=302)],
    "dossiers:mine-keep": [
        sample(code=lambda world: world.things["dossiers"]["filed"].code),
        sample(code="PM-261116-9999", status=302),
    ],
    "dossiers:mine-open": [sample(subject_id=NOTHING["uuid"], status=405)],
    "dossiers:mine-drop": [sample(subject_id=NOTHING["uuid"], status=405)],
    # Whoever comes without a link is asked where it may be sent.
    "dossiers:mine": [sample(), sample("stranger")],
}


def seed(world: World) -> None:
    """Let somebody have the codes of a telephone and a passkey, another two devices and a new seed.

    A newcomer is asked to set a password.
    """
    head = account_of(world, Role.UNIT_HEAD)
    OneTimeKey.objects.create(account=head, sealed="x", made_at=MONDAY, confirmed_at=MONDAY)
    fresh = sealed(pyotp.random_base32())
    devices = [log_in(account_of(world, Role.SPECIALIST), at) for at in ("o-nha", "o-quay")]
    world.things["accounts"] = {
        "passkey": passkey(head),
        "device": devices[0],
        "telephone": OneTimeKey.objects.create(
            account=account_of(world, Role.SECRETARY), sealed=fresh, made_at=MONDAY
        ),
        "newcomer": make_person(world.ward, name="Lê Thị Tới", login="toi").account,
    }


def passkey(account: Account) -> Passkey:
    """Let an account have a passkey, whose device nobody has."""
    secret = ec.generate_private_key(ec.SECP256R1())
    key = AttestedCredentialData.create(
        Aaguid.NONE, b"0123456789abcdef", ES256.from_cryptography_key(secret.public_key())
    )
    return Passkey.objects.create(
        account=account,
        name="Máy ở quầy",
        credential=websafe_encode(key.credential_id),
        public=websafe_encode(bytes(key)),
        made_at=MONDAY,
    )


def log_in(account: Account, session_key: str) -> LogIn:
    """Let an account be logged in somewhere else, for longer than any test takes."""
    Session.objects.create(session_key=session_key, expire_date=clock.now() + timedelta(days=1))
    return LogIn.objects.create(account=account, session_key=session_key, at=MONDAY)


def account_of(world: World, role: Role) -> Account:
    """Return by what somebody logs in."""
    account = world.people[role].account
    assert account is not None
    return account


def enter(world: World, client: Client) -> None:
    """Come in by a link, and keep a dossier that is open already."""
    now = clock.now()
    at_the_door = Occasion(Actor.citizen(world.ward.pk), now, WorkCalendar())
    token = actions.ask_to_come_in(at_the_door, "huong@mail.example")
    client.post(f"/cua-toi/vao/{token}/")
    client.post(f"/cua-toi/giu/{world.things['dossiers']['filed'].code}/")
    # What was told is read here, and not on the next page, in whatever language that is.
    client.get("/cua-toi/")
