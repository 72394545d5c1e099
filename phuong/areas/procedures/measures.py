"""The figures of the catalogue: what had to be published here, what was in time, what is online.

They are counted when they are read: a catalogue is small, and shared by all wards.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, IntegerField, Min, OuterRef, Q, Subquery, UUIDField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phuong.areas.procedures.models import Channel, Procedure, Version, VersionQuerySet
from phuong.kernel.access.api import Actor
from phuong.kernel.audit.api import Card
from phuong.kernel.measures.api import Measure, Window

ONE = Value(1, output_field=IntegerField())
NO_UNIT = Cast(Value(None), UUIDField())
BY_PLACE = ("position", "id")


def _due(window: Window) -> VersionQuerySet:
    """Return the shared versions that had to be published: the first of each beginning."""
    shared = Version.objects.filter(ward__isnull=True)
    earlier = shared.filter(
        procedure=OuterRef("procedure"),
        valid_from=OuterRef("valid_from"),
        number__lt=OuterRef("number"),
    )
    rows = shared.filter(~Exists(earlier))
    if window.first is not None:
        rows = rows.filter(valid_from__gte=window.first)
    if window.last is not None:
        held = Q(valid_to__isnull=True) | Q(valid_to__gte=window.last)
        rows = rows.filter(held, valid_from__lte=window.last)
    if window.field:
        rows = rows.filter(procedure__field__code=window.field)
    return rows.none() if window.unit_id is not None else rows


def _in_time(window: Window) -> VersionQuerySet:
    """Keep those that stood here on their first day, or on the first day of the catalogue."""
    shared = Version.objects.filter(ward__isnull=True)
    begun = Subquery(shared.order_by("published_on").values("published_on")[:1])
    old = Q(valid_from__lt=begun, published_on=begun)
    return _due(window).filter(Q(published_on__lte=F("valid_from")) | old)


def _cells_of(versions: VersionQuerySet) -> Any:
    return versions.annotate(f=F("procedure__field__code"), u=NO_UNIT, d=F("valid_from"), n=ONE)


def _online(ward_id: int, window: Window) -> Any:
    """Return the procedures that can be filed here, with the first day of it."""
    held = Q(versions__channel=Channel.HERE)
    held &= Q(versions__ward__isnull=True) | Q(versions__ward_id=ward_id)
    if window.last is not None:
        held &= Q(versions__valid_from__lte=window.last)
        held &= Q(versions__valid_to__isnull=True) | Q(versions__valid_to__gte=window.last)
    rows = Procedure.objects.annotate(d=Min("versions__valid_from", filter=held))
    rows = rows.filter(d__isnull=False)
    if window.first is not None:
        rows = rows.filter(d__gte=window.first)
    if window.field:
        rows = rows.filter(field__code=window.field)
    return rows.none() if window.unit_id is not None else rows


def procedure_cards(_actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    """Return the cards of procedures, which are everybody's: one statement."""
    rows = Procedure.objects.filter(id__in=ids).select_related("field")
    return {one.id: _card(one.code, one.name, one.slug, one.field.name) for one in rows}


def version_cards(_actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    """Return the cards of versions: one statement."""
    rows = Version.objects.filter(id__in=ids).select_related("procedure__field")
    return {
        one.id: _card(one.code, one.name, one.procedure.slug, one.procedure.field.name)
        for one in rows
    }


def _card(code: str, name: str, slug: str, field: str) -> Card:
    address = reverse("procedures:guide", args=[slug])
    return Card(
        code=code,
        title=name,
        who="",
        state="published",
        tag=field,
        tone="info",
        address=address,
        next_action=gettext("Xem"),
        next_address=address,
    )


MEASURES = (
    Measure(
        "procedures.due",
        _("Thủ tục phải công khai"),
        _("Số thủ tục có hiệu lực đến cuối kỳ; nội dung đổi từ một ngày khác thì tính riêng."),
        _("thủ tục"),
        _("ngày có hiệu lực"),
        lambda _actor, window: _due(window),
        order=("-valid_from", "-id"),
        live=lambda _ward_id, window: _cells_of(_due(window)),
        cards=version_cards,
    ),
    Measure(
        "procedures.in_time",
        _("Thủ tục công khai đúng hạn"),
        _(
            "Trong số thủ tục phải công khai: số thủ tục có ở trang này không muộn hơn ngày có"
            " hiệu lực, hoặc có ngay từ ngày đầu dùng phần mềm."
        ),
        _("thủ tục"),
        _("ngày có hiệu lực"),
        lambda _actor, window: _in_time(window),
        order=("-valid_from", "-id"),
        live=lambda _ward_id, window: _cells_of(_in_time(window)),
        cards=version_cards,
    ),
    Measure(
        "procedures.online",
        _("Thủ tục nộp trực tuyến được tại đây"),
        _("Số thủ tục mà đến cuối kỳ người dân nộp trực tuyến được ở trang này."),
        _("thủ tục"),
        _("ngày bắt đầu"),
        lambda actor, window: _online(actor.ward_id, window),
        order=BY_PLACE,
        live=lambda ward_id, window: _online(ward_id, window).annotate(
            f=F("field__code"), u=NO_UNIT, n=ONE
        ),
        cards=procedure_cards,
    ),
)
