"""Which doors the environment opens, and what is wrong with how they are named."""

import smtplib
from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from phuong.kernel.notices import channels
from phuong.kernel.notices.channels import Channel, Gateway
from phuong.kernel.notices.gateways.hook import HookGateway, HookServer
from phuong.kernel.notices.gateways.line import Target
from phuong.kernel.notices.gateways.mail import MailGateway, MailServer

MAIL_URL, MAIL_SENDER, HOOK_URL, HOOK_SECRET, HOOK_CHANNELS, SILENT = (
    "mail-url",
    "mail-sender",
    "hook-url",
    "hook-secret",
    "hook-channels",
    "mail-silent",
)
SHORTEST_SECRET: Final = 32
BY_HOOK: Final = frozenset({Channel.SMS, Channel.ZALO})


def register_all() -> None:
    """Open what is named and sound, and nothing else; what is not sound is told by `faults`."""
    channels.serve(found())


def found() -> Iterator[Gateway]:
    """Make the gateways that the environment names."""
    server = mail_server()
    if server is not None:
        yield MailGateway(server)
    if settings.HOOK_URL and not list(_hook_faults()):
        hook = HookServer(
            settings.HOOK_URL, settings.HOOK_SECRET, settings.HOOK_SECONDS, settings.HOOK_PRIVATE
        )
        for name in settings.HOOK_CHANNELS:
            yield HookGateway(Channel(name), hook)


def mail_server() -> MailServer | None:
    """Return the mail server that is named, or nothing where none or a wrong one is."""
    named = _mail_named()
    if named is None or "@" not in settings.MAIL_FROM:
        return None
    return MailServer(
        host=named["EMAIL_HOST"],
        port=named["EMAIL_PORT"] or (465 if named.get("EMAIL_USE_SSL") else 25),
        sender=settings.MAIL_FROM,
        user=named["EMAIL_HOST_USER"] or "",
        password=named["EMAIL_HOST_PASSWORD"] or "",
        starttls=bool(named.get("EMAIL_USE_TLS")),
        tls=bool(named.get("EMAIL_USE_SSL")),
        seconds=settings.MAIL_SECONDS,
    )


def faults() -> Iterator[str]:
    """Return a code for everything that is named but cannot work."""
    if settings.MAIL_URL and _mail_named() is None:
        yield MAIL_URL
    if settings.MAIL_URL and "@" not in settings.MAIL_FROM:
        yield MAIL_SENDER
    if settings.HOOK_URL:
        yield from _hook_faults()


def silent() -> Iterator[str]:
    """Knock at the mail server, as `doctor` does; return a code where it does not let us in."""
    server = mail_server()
    if server is None:
        return
    try:
        with server.open():
            pass
    except (OSError, smtplib.SMTPException):
        yield SILENT


def _hook_faults() -> Iterator[str]:
    try:
        Target.of(settings.HOOK_URL)
    except ValueError:
        yield HOOK_URL
    if len(settings.HOOK_SECRET) < SHORTEST_SECRET:
        yield HOOK_SECRET
    if not settings.HOOK_CHANNELS or not set(settings.HOOK_CHANNELS) <= BY_HOOK:
        yield HOOK_CHANNELS


def _mail_named() -> dict[str, Any] | None:
    if not settings.MAIL_URL.startswith(("smtp://", "smtp+tls://", "smtp+ssl://")):
        return None
    try:
        named: dict[str, Any] = Env.email_url_config(settings.MAIL_URL)
    except (ImproperlyConfigured, ValueError):
        return None
    return named if named["EMAIL_HOST"] else None
