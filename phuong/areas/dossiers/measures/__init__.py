"""The figures this area offers, each with its formula in words and the rows behind it.

`rules.cells` decides where a dossier counts; each `rows` here is the same condition as a queryset.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import IntegerField, Min, UUIDField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.measures.asking import ASKED_ONCE
from phuong.areas.dossiers.models import ApologyStanding, Dossier, DossierQuerySet, Origin
from phuong.areas.dossiers.queries import owing
from phuong.areas.procedures import api as procedures
from phuong.kernel.access.api import Actor
from phuong.kernel.measures.api import Measure, Window
from phuong.kernel.measures.figures import CellsOf


def _within(rows: DossierQuerySet, window: Window, day: str) -> DossierQuerySet:
    return rows.filter(window.rows(day), **{f"{day}__isnull": False, "settled_by": ""})


def _received(actor: Actor, window: Window) -> Any:
    return _within(policy.readable(actor), window, "received_on")


def _taken_for_other(actor: Actor, window: Window) -> Any:
    rows = policy.readable(actor).exclude(settled_by="")
    return rows.filter(window.rows("followed_on"))


def _received_online(actor: Actor, window: Window) -> Any:
    rows = policy.readable(actor).filter(origin=Origin.ONLINE)
    return _within(rows, window, "received_on")


def _online_procedures(actor: Actor, window: Window) -> Any:
    filed = _received_online(actor, window).order_by().values("version__procedure")
    return procedures.Procedure.objects.filter(id__in=filed)


def _cells_of_online_procedures(ward_id: int, window: Window) -> Any:
    online = Dossier.objects.of(ward_id).filter(origin=Origin.ONLINE)
    return (
        _within(online, window, "received_on")
        .values("version__procedure")
        .annotate(f=Min("field"), u=Cast(Value(None), UUIDField()), d=Min("received_on"), n=ONE)
    )


def _digitised(actor: Actor, window: Window) -> Any:
    return _within(policy.readable(actor).filter(digitised=True), window, "received_on")


def _reused(actor: Actor, window: Window) -> Any:
    return _within(policy.readable(actor).filter(reused=True), window, "received_on")


def _electronic(actor: Actor, window: Window) -> Any:
    rows = policy.readable(actor).filter(electronic=True, on_time__isnull=False)
    return _within(rows, window, "finished_on")


def _running(actor: Actor, window: Window) -> Any:
    return _within(policy.readable(actor).running(), window, "target_on")


def _paused(actor: Actor, window: Window) -> Any:
    return _within(policy.readable(actor).paused(), window, "received_on")


def _on_time(actor: Actor, window: Window) -> Any:
    return _within(policy.readable(actor).filter(on_time=True), window, "finished_on")


def _late(actor: Actor, window: Window) -> Any:
    return _within(policy.readable(actor).filter(on_time=False), window, "finished_on")


def _unkept(actor: Actor, window: Window) -> Any:
    rows = policy.readable(actor)
    return _within(rows.running() | rows.filter(on_time=False), window, "target_on")


def _apologised(actor: Actor, window: Window) -> Any:
    return _unkept(actor, window).filter(apology=ApologyStanding.SENT)


def _finished(actor: Actor, window: Window) -> Any:
    return _within(policy.readable(actor).filter(on_time__isnull=False), window, "finished_on")


def _rated(actor: Actor, window: Window) -> Any:
    return _months(policy.rated(actor), window)


def _satisfied(actor: Actor, window: Window) -> Any:
    return _months(policy.rated(actor).filter(satisfied=True), window)


def _months(rows: Any, window: Window) -> Any:
    return rows.filter(window.rows("month"))


def _unpaid(actor: Actor, window: Window) -> Any:
    rows = _within(policy.readable(actor), window, "received_on")
    return owing.unpaid(actor.ward_id, rows)


def _payable(actor: Actor, window: Window) -> Any:
    rows = _within(policy.readable(actor), window, "received_on")
    return owing.payable(actor.ward_id, rows)


def _paid_online(actor: Actor, window: Window) -> Any:
    rows = _within(policy.readable(actor), window, "received_on")
    return owing.paid_without_cash(actor.ward_id, rows)


def _live(keep: Callable[[int, DossierQuerySet], DossierQuerySet]) -> CellsOf:
    """Count at reading what money says of dossiers: it has no cells of its own."""

    def counted(ward_id: int, window: Window) -> Any:
        rows = _within(Dossier.objects.of(ward_id), window, "received_on")
        return owing.cells(keep(ward_id, rows))

    return counted


ONE = Value(1, output_field=IntegerField())
BY_TARGET = ("-target_on", "-id")
BY_RECEIPT, BY_FINISH = ("-received_on", "-id"), ("-finished_on", "-id")
MEASURES = (
    Measure(
        "dossiers.received",
        _("Hồ sơ tiếp nhận"),
        _("Số hồ sơ được tiếp nhận đủ và đúng trong kỳ, tính theo ngày tiếp nhận."),
        _("hồ sơ"),
        _("ngày tiếp nhận"),
        _received,
        kind="dossier",
        order=BY_RECEIPT,
    ),
    Measure(
        "dossiers.received_online",
        _("Nộp trực tuyến"),
        _("Số hồ sơ nộp trực tuyến được tiếp nhận trong kỳ, tính theo ngày tiếp nhận."),
        _("hồ sơ"),
        _("ngày tiếp nhận"),
        _received_online,
        kind="dossier",
        order=BY_RECEIPT,
    ),
    Measure(
        "dossiers.online_procedures",
        _("Thủ tục có hồ sơ trực tuyến"),
        _(
            "Số thủ tục mà trong kỳ có ít nhất một hồ sơ nộp trực tuyến tại đây được tiếp nhận;"
            " nhiều hồ sơ của một thủ tục tính là một."
        ),
        _("thủ tục"),
        _("ngày tiếp nhận"),
        _online_procedures,
        order=procedures.BY_PLACE,
        live=_cells_of_online_procedures,
        cards=procedures.procedure_cards,
    ),
    Measure(
        "dossiers.digitised",
        _("Đã số hoá khi tiếp nhận"),
        _(
            "Số hồ sơ tiếp nhận trong kỳ mà lúc tiếp nhận mỗi giấy tờ đã nộp đều có tệp,"
            " hoặc không phải nộp giấy tờ nào."
        ),
        _("hồ sơ"),
        _("ngày tiếp nhận"),
        _digitised,
        kind="dossier",
        order=BY_RECEIPT,
    ),
    Measure(
        "dossiers.reused",
        _("Dùng lại dữ liệu đã có"),
        _(
            "Số hồ sơ tiếp nhận trong kỳ có ít nhất một giấy tờ không phải nộp, vì đã có trong"
            " cơ sở dữ liệu."
        ),
        _("hồ sơ"),
        _("ngày tiếp nhận"),
        _reused,
        kind="dossier",
        order=BY_RECEIPT,
    ),
    Measure(
        "dossiers.electronic",
        _("Có kết quả điện tử"),
        _("Số hồ sơ có kết quả trong kỳ mà kết quả là tệp có chữ ký số."),
        _("hồ sơ"),
        _("ngày có kết quả"),
        _electronic,
        kind="dossier",
        order=BY_FINISH,
    ),
    Measure(
        "dossiers.running",
        _("Đang giải quyết"),
        _("Số hồ sơ đang tính hạn, xếp theo ngày hạn; quá hạn là ngày hạn đã qua."),
        _("hồ sơ"),
        _("ngày hạn"),
        _running,
        kind="dossier",
        order=("target_on", "id"),
    ),
    Measure(
        "dossiers.paused",
        _("Chờ người nộp bổ sung, nộp tiền"),
        _("Số hồ sơ đang tạm dừng vì chờ giấy tờ hoặc tiền của người nộp."),
        _("hồ sơ"),
        _("ngày tiếp nhận"),
        _paused,
        kind="dossier",
        order=("received_on", "id"),
    ),
    Measure(
        "dossiers.on_time",
        _("Có kết quả đúng hạn"),
        _(
            "Số hồ sơ có kết quả trong kỳ, không muộn hơn hạn tính từ lúc tiếp nhận"
            " (thời gian chờ người nộp bổ sung không tính)."
        ),
        _("hồ sơ"),
        _("ngày có kết quả"),
        _on_time,
        kind="dossier",
        order=BY_FINISH,
    ),
    Measure(
        "dossiers.late",
        _("Có kết quả trễ hạn"),
        _("Số hồ sơ có kết quả trong kỳ, muộn hơn hạn tính từ lúc tiếp nhận."),
        _("hồ sơ"),
        _("ngày có kết quả"),
        _late,
        kind="dossier",
        order=BY_FINISH,
    ),
    Measure(
        "dossiers.unkept",
        _("Đến hẹn chưa có kết quả"),
        _(
            "Số hồ sơ có ngày hẹn trong kỳ mà không có kết quả đúng hẹn, hoặc còn đang giải quyết;"
            " kỳ kết thúc trước hôm nay là số thư xin lỗi phải gửi."
        ),
        _("hồ sơ"),
        _("ngày hẹn"),
        _unkept,
        kind="dossier",
        order=BY_TARGET,
    ),
    Measure(
        "dossiers.apologised",
        _("Đã xin lỗi và hẹn lại"),
        _(
            "Trong số hồ sơ có ngày hẹn trong kỳ mà không có kết quả đúng hẹn, hoặc còn đang"
            " giải quyết: số hồ sơ đã có thư xin lỗi ký trước ngày hẹn ít nhất một ngày làm việc."
        ),
        _("hồ sơ"),
        _("ngày hẹn"),
        _apologised,
        kind="dossier",
        order=BY_TARGET,
    ),
    Measure(
        "dossiers.finished",
        _("Có kết quả"),
        _("Số hồ sơ có kết quả trong kỳ, đúng hạn và trễ hạn."),
        _("hồ sơ"),
        _("ngày có kết quả"),
        _finished,
        kind="dossier",
        order=BY_FINISH,
        sum_of=("dossiers.on_time", "dossiers.late"),
    ),
    Measure(
        "dossiers.taken_for_other",
        _("Tiếp nhận thay nơi khác"),
        _(
            "Số hồ sơ nhận trong kỳ thay cho nơi khác có thẩm quyền. Thời hạn của chúng do nơi ấy"
            " chịu, không tính vào đúng hạn hay trễ hạn của phường."
        ),
        _("hồ sơ"),
        _("ngày nhận thay"),
        _taken_for_other,
        kind="dossier",
        order=BY_RECEIPT,
    ),
    Measure(
        "dossiers.unpaid",
        _("Chưa nộp phí, lệ phí"),
        _(
            "Số hồ sơ tiếp nhận trong kỳ còn phải nộp phí, lệ phí: khoản đã tính mà chưa nộp, hoặc"
            " mức thu chung chắc chắn của thủ tục mà chưa ai thu. Hồ sơ đã dừng, đã rút không tính."
        ),
        _("hồ sơ"),
        _("ngày tiếp nhận"),
        _unpaid,
        kind="dossier",
        order=BY_RECEIPT,
        live=_live(owing.unpaid),
    ),
    Measure(
        "dossiers.payable",
        _("Có phí, lệ phí phải nộp"),
        _("Số hồ sơ tiếp nhận trong kỳ có phí, lệ phí: đã nộp hoặc còn phải nộp."),
        _("hồ sơ"),
        _("ngày tiếp nhận"),
        _payable,
        kind="dossier",
        order=BY_RECEIPT,
        live=_live(owing.payable),
    ),
    Measure(
        "dossiers.paid_online",
        _("Nộp phí không dùng tiền mặt"),
        _(
            "Số hồ sơ tiếp nhận trong kỳ mà phí, lệ phí đã nộp bằng chuyển khoản, mã VietQR và"
            " không hoàn trả."
        ),
        _("hồ sơ"),
        _("ngày tiếp nhận"),
        _paid_online,
        kind="dossier",
        order=BY_RECEIPT,
        live=_live(owing.paid_without_cash),
    ),
    Measure(
        "dossiers.rated",
        _("Lượt đánh giá"),
        _(
            "Số lượt người nộp đánh giá trong tháng, sau khi nhận kết quả, bị từ chối hoặc khi quá"
            " hẹn. Mỗi hồ sơ mỗi dịp một lượt. Dưới năm lượt thì không nêu."
        ),
        _("lượt"),
        _("tháng đánh giá"),
        _rated,
        private=True,
    ),
    Measure(
        "dossiers.satisfied",
        _("Hài lòng"),
        _(
            "Số lượt đánh giá mà mức ở giữa trong ba mức (thái độ, hướng dẫn, thời gian) là hài"
            " lòng hoặc rất hài lòng. Dưới năm lượt thì không nêu."
        ),
        _("lượt"),
        _("tháng đánh giá"),
        _satisfied,
        private=True,
    ),
    *ASKED_ONCE,
)
