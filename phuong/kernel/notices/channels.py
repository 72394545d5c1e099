"""Ways to reach a person, and the gateways that serve them in this installation."""

from dataclasses import dataclass
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


# Shown by ourselves: there as soon as their row is.
AT_ONCE = frozenset({Channel.PAGE, Channel.INBOX})


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a gateway is given. `id` stays the same when it is given again."""

    id: UUID
    ward_name: str
    address: str
    title: str
    text: str


class Undelivered(Exception):
    """A gateway's "no": for now, or for good (no such number)."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        """Keep the reason, a code of ours."""
        super().__init__(reason)
        self.reason = reason
        self.for_good = for_good


class Gateway(Protocol):
    """Takes messages out of the house."""

    @property
    def channel(self) -> Channel:
        """The channel it serves."""

    def send(self, parcel: Parcel) -> None:
        """Hand one message over, or raise `Undelivered` (or OSError, when the line is down)."""


_gateways: dict[str, Gateway] = {}


def register(gateway: Gateway) -> None:
    """Let a gateway serve its channel; called once from `AppConfig.ready`."""
    _gateways[gateway.channel] = gateway


def gateway_of(channel: str) -> Gateway | None:
    """Return the gateway of a channel, or nothing where none is set up."""
    return _gateways.get(channel)


def served() -> frozenset[str]:
    """Return the channels that have a gateway."""
    return frozenset(_gateways)
