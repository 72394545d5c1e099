"""How often what the ward holds was asked for again, and how often a paper was not needed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, IntegerField, Q, Value
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.models import SupplementItem, Unneeded
from phuong.kernel.access.api import HERE, Actor
from phuong.kernel.audit.api import Card, kinds
from phuong.kernel.measures.api import Measure, Window
from phuong.kernel.wards.querysets import WardQuerySet

ONE = Value(1, output_field=IntegerField())
MIDNIGHT = time()


def _again_within(rows: WardQuerySet[SupplementItem], window: Window) -> Any:
    place = {"field": "request__dossier__field", "unit": "request__dossier__unit_id"}
    condition = replace(window, first=None, last=None).rows("", **place)
    condition &= Q(held_from__isnull=False)
    if window.first is not None:
        begins = datetime.combine(window.first, MIDNIGHT, HERE)
        condition &= Q(request__asked_at__gte=begins)
    if window.last is not None:
        ends = datetime.combine(window.last + timedelta(days=1), MIDNIGHT, HERE)
        condition &= Q(request__asked_at__lt=ends)
    return rows.filter(condition)


def _unneeded_within(rows: WardQuerySet[Unneeded], window: Window) -> Any:
    return rows.filter(window.rows("found_on", field="dossier__field", unit="dossier__unit_id"))


def _asked_again(actor: Actor, window: Window) -> Any:
    return _again_within(queries.again_rows(actor), window)


def _unneeded(actor: Actor, window: Window) -> Any:
    return _unneeded_within(queries.unneeded_rows(actor), window)


def _cells_again(ward_id: int, window: Window) -> Any:
    rows = _again_within(SupplementItem.objects.of(ward_id), window).order_by()
    day = TruncDate("request__asked_at", tzinfo=HERE)
    where = {"f": F("request__dossier__field"), "u": F("request__dossier__unit_id")}
    return rows.values(**where, d=day, n=ONE)


def _cells_unneeded(ward_id: int, window: Window) -> Any:
    rows = _unneeded_within(Unneeded.objects.of(ward_id), window).order_by()
    where = {"f": F("dossier__field"), "u": F("dossier__unit_id")}
    return rows.values(**where, d=F("found_on"), n=ONE)


def _again_cards(actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    rows = queries.again_rows(actor).filter(id__in=ids)
    return _named(actor, rows.values_list("id", "request__dossier_id", "name"))


def _unneeded_cards(actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    rows = queries.unneeded_rows(actor).filter(id__in=ids)
    return _named(actor, rows.values_list("id", "dossier_id", "name"))


def _named(actor: Actor, rows: Any) -> Mapping[UUID, Card]:
    """Return the dossiers' cards, each with the paper that it is about."""
    about, kind = list(rows), kinds.get("dossier")
    wanted = list({dossier_id for _id, dossier_id, _name in about})
    known = kind.cards(actor, wanted) if kind is not None else {}
    return {
        id: replace(known[dossier_id], title=f"{name} · {known[dossier_id].title}")
        for id, dossier_id, name in about
        if dossier_id in known
    }


ASKED_ONCE = (
    Measure(
        "dossiers.asked_again",
        _("Đòi lại giấy tờ phường đã có"),
        _(
            "Số giấy tờ yêu cầu người nộp bổ sung trong kỳ dù phường đã có của chính người ấy;"
            " mỗi lần yêu cầu đều ghi lý do."
        ),
        _("giấy tờ"),
        _("ngày yêu cầu"),
        _asked_again,
        order=("-id",),
        live=_cells_again,
        cards=_again_cards,
    ),
    Measure(
        "dossiers.unneeded",
        _("Giấy tờ không cần"),
        _(
            "Số giấy tờ người nộp đã nộp mà người giải quyết ghi trong kỳ là không cần,"
            " theo bộ phận đang giữ hồ sơ."
        ),
        _("giấy tờ"),
        _("ngày ghi"),
        _unneeded,
        order=("-id",),
        live=_cells_unneeded,
        cards=_unneeded_cards,
    ),
)
