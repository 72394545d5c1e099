"""Ways to reach a person, and the gateways that serve them in this installation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """A way to reach a person (kênh)."""

    PAGE = "page", _("Trang tra cứu")
    INBOX = "inbox", _("Hộp thông báo")
    SMS = "sms", _("Tin nhắn")
    ZALO = "zalo", _("Zalo")
    EMAIL = "email", _("Thư điện tử")
    CALL = "call", _("Gọi điện")


# Shown by ourselves: there as soon as their row is.
AT_ONCE = frozenset({Channel.PAGE, Channel.INBOX})
# Handed to a gateway; a call is made by a person at the counter.
BY_GATEWAY = frozenset({Channel.SMS, Channel.ZALO, Channel.EMAIL})


@dataclass(frozen=True, slots=True)
class Letter:
    """What a longer message says beside its sentence: who, until when, what to do, where to ask."""

    sender: str
    reply_to: str
    phone: str
    code: str
    to_do: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    link: str = ""
    link_words: str = ""
    then: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a gateway is given. `id` stays the same when it is given again."""

    id: UUID
    channel: str
    address: str
    title: str
    text: str
    at: datetime
    letter: Letter


class Answer(Enum):
    """What a gateway says of a message that it was given."""

    TAKEN = "taken"
    # It answered, but not so that it can be known that the message is on its way.
    UNCONFIRMED = "unconfirmed"


class Undelivered(Exception):
    """A gateway's "no": for now, or for good (no such number)."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        """Keep the reason, a code of ours: never what the other side wrote."""
        super().__init__(reason)
        self.reason = reason
        self.for_good = for_good


class Gateway(Protocol):
    """Takes messages out of the house."""

    @property
    def channel(self) -> Channel:
        """The channel it serves."""

    def send(self, parcel: Parcel) -> Answer:
        """Hand one message over, or raise `Undelivered` (or OSError, when the line is down)."""


_gateways: dict[str, Gateway] = {}


def register(gateway: Gateway) -> None:
    """Let a gateway serve its channel, in place of the one that did."""
    _gateways[gateway.channel] = gateway


def serve(gateways: Iterable[Gateway]) -> None:
    """Let these gateways serve and no others: what is named no more is served no more."""
    _gateways.clear()
    for gateway in gateways:
        register(gateway)


def gateway_of(channel: str) -> Gateway | None:
    """Return the gateway of a channel, or nothing where none is set up."""
    return _gateways.get(channel)


def served() -> frozenset[str]:
    """Return the channels that have a gateway."""
    return frozenset(_gateways)
