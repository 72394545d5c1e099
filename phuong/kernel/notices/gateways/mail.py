"""Letters over SMTP: plain text and sober HTML, under a number that stays the same.

The row's id makes the `Message-ID`, so that a letter that went out twice, because the server took
it and broke off before saying so, is one letter to the post box that gets it.
"""

import smtplib
from dataclasses import dataclass
from email.utils import format_datetime, formataddr
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils.translation import override

from phuong.kernel.access.actors import HERE
from phuong.kernel.notices.channels import Answer, Channel, Parcel, Undelivered

FIRST_FOR_GOOD: Final = 500
# A server that says so speaks of us, not of the person: another try may find it mended.
OF_OURS: Final = frozenset({530, 534, 535, 538})
BUSY, REFUSED, NO_ADDRESS = "busy", "mail-refused", "no-such-address"
BAD_ADDRESS, NOT_OUR_SENDER, LOG_IN = "bad-address", "mail-sender-refused", "mail-log-in"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in, and in whose name."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    seconds: int = 20

    @property
    def domain(self) -> str:
        """The domain of the sender, which makes the numbers of letters unique in the world."""
        return self.sender.rpartition("@")[2]

    def open(self) -> EmailBackend:
        """Return a connection that is not opened yet."""
        return EmailBackend(
            host=self.host,
            port=self.port,
            username=self.user,
            password=self.password,
            use_tls=self.starttls,
            use_ssl=self.tls,
            timeout=self.seconds,
            fail_silently=False,
        )


@dataclass(frozen=True, slots=True)
class MailGateway:
    """Sends letters by one mail server."""

    server: MailServer
    channel: Channel = Channel.EMAIL

    def send(self, parcel: Parcel) -> Answer:
        """Hand one letter in; the server's last word decides, whatever it said before.

        What the server writes may hold the address: it is neither kept nor logged.
        """
        try:
            validate_email(parcel.address)
            self.letter(parcel).send()
        except smtplib.SMTPRecipientsRefused as refusal:
            codes = [code for code, _words in refusal.recipients.values()]
            raise _refused(max(codes, default=0), NO_ADDRESS) from None
        except smtplib.SMTPSenderRefused:
            raise Undelivered(NOT_OUR_SENDER) from None
        except smtplib.SMTPAuthenticationError:
            raise Undelivered(LOG_IN) from None
        except smtplib.SMTPResponseException as refusal:
            raise _refused(refusal.smtp_code, REFUSED) from None
        except smtplib.SMTPNotSupportedError:
            raise Undelivered(BAD_ADDRESS, for_good=True) from None
        except (ValidationError, ValueError):
            # An address that no letter can carry, line breaks among others.
            raise Undelivered(BAD_ADDRESS, for_good=True) from None
        except smtplib.SMTPException:
            raise ConnectionError from None
        return Answer.TAKEN

    def letter(self, parcel: Parcel) -> EmailMultiAlternatives:
        """Return the letter as it will be sent, the same whenever it is asked for."""
        about = parcel.letter
        words: dict[str, Any] = {"title": parcel.title, "text": parcel.text, "about": about}
        with override("vi"):
            plain = render_to_string("notices/letter.txt", words)
            rich = render_to_string("notices/letter.html", words)
        domain = self.server.domain
        letter = EmailMultiAlternatives(
            subject=f"{parcel.title} · {about.code}" if about.code else parcel.title,
            body=plain,
            from_email=formataddr((about.sender, self.server.sender)),
            to=[parcel.address],
            reply_to=[about.reply_to] if about.reply_to else None,
            headers={
                "Message-ID": f"<{parcel.id}@{domain}>",
                "Date": format_datetime(parcel.at.astimezone(HERE)),
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
                "List-Id": f"<thong-bao.{domain}>",
                "Content-Language": "vi",
            },
            connection=self.server.open(),
        )
        letter.attach_alternative(rich, "text/html")
        return letter


def _refused(code: int, for_good: str) -> Undelivered:
    if code in OF_OURS:
        return Undelivered(LOG_IN)
    if code >= FIRST_FOR_GOOD:
        return Undelivered(for_good, for_good=True)
    return Undelivered(BUSY)
