"""What a message becomes when it leaves the house: its words, what they stand beside, its link."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices import channels, leading, templates
from phuong.kernel.notices.channels import Channel, Letter, Parcel
from phuong.kernel.notices.inbox import given_of
from phuong.kernel.notices.models import Notice
from phuong.kernel.text import show_phone
from phuong.kernel.wards.models import Ward, WardHost

_LINK = _("Xem hồ sơ")


def go_out() -> bool:
    """Tell whether letters with links in them can be sent from this installation."""
    return bool(settings.PUBLIC_URL) and Channel.EMAIL in channels.served()


def base_of(ward: Ward) -> str:
    """Return the address under which citizens reach a ward, or nothing where none is named."""
    public: str = settings.PUBLIC_URL.rstrip("/")
    if not public:
        return ""
    host = WardHost.objects.filter(ward=ward).order_by("host").first()
    if host is None:
        return public
    named = urlsplit(public)
    port = f":{named.port}" if named.port else ""
    return f"{named.scheme}://{host.host}{port}"


def parcel(row: Notice, ward: Ward, base: str, at: datetime) -> Parcel:
    """Return a row of the outbox as its gateway is given it."""
    code = row.subject.code if row.subject else ""
    given = given_of(ward, code)
    title, text = templates.write(row.template, row.channel, row.places, given)
    token = row.places.get("qr")
    leads = bool(base and token)
    template = templates.find(row.template)
    then, link, link_words = template.then, f"{base}/q/{token}/" if leads else "", _LINK
    if base and template.leads:
        link_words, path = template.leads
        link = f"{base}{path % {'token': leading.token(row.id, at)}}"
    letter = Letter(
        sender=given["ward"],
        reply_to=ward.email,
        phone=show_phone(ward.phone) if ward.phone else "",
        code=code,
        to_do=templates.to_do(row.template, row.places, given),
        facts=templates.facts(row.template, row.places, given),
        link=link,
        link_words=link_words if link else "",
        then=(then[0], f"{base}{then[1] % {'qr': token}}") if then and leads else None,
    )
    return Parcel(row.id, row.channel, row.address, title, text, at, letter)
