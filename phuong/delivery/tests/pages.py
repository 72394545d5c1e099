"""What opens the pages of the front doors."""

from collections.abc import Callable

import pyotp
from django.core.files.uploadedfile import SimpleUploadedFile

from phuong.areas.accounts import api as accounts
from phuong.areas.accounts.queries import seed_of
from phuong.kernel.access import invitations
from phuong.kernel.access.api import Occasion, clock
from phuong.kernel.access.roles import Role
from phuong.kernel.audit.api import keys
from phuong.kernel.documents.tests.made import pdf
from phuong.kernel.workdays import WorkCalendar
from tests.support.builders import MONDAY, PASSWORD
from tests.support.pages import NOTHING, World, sample


def _code_of_key(world: World) -> str:
    return keys.present(world.ward.pk, MONDAY).code


def _link_of_mail(world: World) -> str:
    if "link of mail" not in world.things:
        occasion = Occasion(world.actor("specialist"), clock.now(), WorkCalendar())
        token = accounts.actions.ask_mail(occasion, "can.bo@mail.example")
        world.things["link of mail"] = token
    return str(world.things["link of mail"])


def the(name: str) -> Callable[[World], str]:
    """Return what looks up the id of something that belongs to an account."""
    return lambda world: str(world.things["accounts"][name].pk)


def _invited(part: int) -> Callable[[World], str]:
    """Return what makes one part of the link of somebody who has no password yet."""

    def found(world: World) -> str:
        newcomer = world.things["accounts"]["newcomer"]
        return invitations.address(newcomer, clock.now()).split("/")[part]

    return found


def _code_of_telephone(world: World) -> str:
    return pyotp.TOTP(seed_of(world.things["accounts"]["telephone"])).at(clock.now())


SAMPLES = {
    "delivery:queue": [sample(slug="qua-han"), sample("leader", slug="cho-ky")],
    "delivery:work": [
        sample("specialist"),
        sample("specialist", query="?field=ho-tich&due=qua-han"),
    ],
    "delivery:absent": [sample("unit_head"), sample("leader")],
    "delivery:today": [sample("specialist")],
    "delivery:search": [
        sample("specialist"),
        sample("specialist", query="?q=nguyen"),
        sample("specialist", query="?q=xyzzy"),
    ],
    "delivery:overview": [sample("leader"), sample("leader", query="?period=2026")],
    "delivery:records": [
        sample("leader", query="?chi-tieu=dossiers.running"),
        sample("leader", query="?chi-tieu=dossiers.received&tu=2000-01-01&den=2000-01-02"),
        sample("leader", status=404),
    ],
    "delivery:key": [sample(code=_code_of_key), sample(code="00000000", status=404)],
    "delivery:check-issued": [sample(result_id=NOTHING["uuid"], status=404)],
    "access:second-step": [sample(status=302)],
    "access:elsewhere": [sample(status=404)],
    "access:elsewhere-back": [sample(status=404)],
    "delivery:second-factor": [sample("specialist")],
    "delivery:renew-codes": [sample("unit_head")],
    "delivery:add-one-time": [sample("specialist", status=302), sample("secretary")],
    "delivery:remove-passkey": [
        sample("unit_head", key_id=the("passkey")),
        sample("specialist", key_id=NOTHING["uuid"], status=404),
    ],
    "delivery:devices": [sample("specialist")],
    "delivery:end-device": [sample("specialist", device_id=the("device"), status=405)],
    "delivery:end-other-devices": [sample("specialist", status=405)],
    "delivery:confirm-mail": [
        sample("specialist", token=_link_of_mail),
        sample("specialist", token="x", status=302),
    ],
    "access:set-password": [
        sample(who=_invited(0), token=_invited(1)),
        sample(who="x", token="y", status=404),
    ],
    "delivery:favicon": [sample(status=301)],
}


def a_pdf(_world: World) -> SimpleUploadedFile:
    """Return a PDF that is no result of the ward."""
    return SimpleUploadedFile("ket-qua.pdf", pdf(), "application/pdf")


NEW = "mot-mat-khau-moi-that-dai"
FILLED = {
    "delivery:password": {"old": PASSWORD, "new": NEW, "again": NEW},
    "delivery:remove-one-time": {"password": PASSWORD},
    "delivery:remove-passkey": {"password": PASSWORD},
    "delivery:add-one-time": {"code": _code_of_telephone},
    "delivery:check-result": {"file": a_pdf},
    "access:set-password": {"new": NEW, "again": NEW},
    "delivery:renew-codes": {"password": PASSWORD},
    "access:log-in": {
        "next": "",
        "login": lambda world: world.people[Role.SPECIALIST].account.login,
        "password": PASSWORD,
    },
}
