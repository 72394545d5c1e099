"""The hook for SMS and messengers: one signed JSON POST a message (docs/reference/notice-hook.md).

Whatever stands behind it, a provider's program or the province's message bus, is reached by ten
lines that know this form. A message counts as sent only where the answer names its id; a hook that
answers "200" to everything has confirmed nothing, and the page says so.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from phuong.kernel.notices.channels import Answer, Channel, Parcel, Undelivered
from phuong.kernel.notices.gateways import line

FINE: Final = range(200, 300)
REDIRECTS: Final = range(300, 400)
# What this message is refused for; any other refusal is of the line and may pass.
FOR_GOOD: Final = frozenset({400, 410, 413, 422})
KEY: Final = frozenset({401, 403})
NO_NUMBER, REFUSED, WRONG_KEY = "no-such-number", "hook-refused", "hook-wrong-key"
REDIRECT, BUSY = "hook-redirects", "busy"
# What a hook may say of a refusal; anything else is "refused".
KNOWN: Final = frozenset({NO_NUMBER, "opted-out"})


@dataclass(frozen=True, slots=True)
class HookServer:
    """A hook's address, the secret shared with it, and how long it may take."""

    url: str
    secret: str
    seconds: float = 10
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class HookGateway:
    """Sends the messages of one channel to a hook."""

    channel: Channel
    server: HookServer

    def send(self, parcel: Parcel) -> Answer:
        """Post one message and read what the hook says of it."""
        body = body_of(parcel)
        stamp = str(int(parcel.at.astimezone(UTC).timestamp()))
        status, said = line.post(
            line.Target.of(self.server.url),
            body,
            {
                "Content-Type": "application/json; charset=utf-8",
                "Accept": "application/json",
                "User-Agent": "phuong",
                "Connection": "close",
                "Idempotency-Key": str(parcel.id),
                "X-Phuong-Timestamp": stamp,
                "X-Phuong-Signature": sign(self.server.secret, stamp, body),
            },
            seconds=self.server.seconds,
            allow_private=self.server.allow_private,
        )
        return _read(status, said, str(parcel.id))


def body_of(parcel: Parcel) -> bytes:
    """Return what is posted: no name of a person, nothing of the procedure."""
    message = {
        "id": str(parcel.id),
        "channel": str(parcel.channel),
        "to": parcel.address,
        "text": parcel.text,
        "sender": parcel.letter.sender,
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def sign(secret: str, stamp: str, body: bytes) -> str:
    """Return the signature over time stamp and body: what is sent again later is signed anew."""
    text = stamp.encode() + b"." + body
    return f"sha256={hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()}"


def _read(status: int, said: object, asked: str) -> Answer:
    told = said if isinstance(said, dict) else {}
    if status in FINE:
        return Answer.TAKEN if told.get("id") == asked else Answer.UNCONFIRMED
    if status in REDIRECTS:
        raise Undelivered(REDIRECT)
    if status in KEY:
        raise Undelivered(WRONG_KEY)
    if status in FOR_GOOD:
        error = told.get("error")
        raise Undelivered(str(error) if error in KNOWN else REFUSED, for_good=True)
    raise Undelivered(BUSY)
