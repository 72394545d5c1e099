"""The states of a dossier, the words they are shown by, and what an official may do."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from phuong.kernel.workflow import machine


class State(TextChoices):
    """Where a dossier stands (domain A.4); lateness, payment and delivery are separate facts."""

    DRAFT = "draft", _("Bản nháp")
    PREPARED = "prepared", _("Đã chuẩn bị, chờ nộp tại quầy")
    SENT = "sent", _("Đã gửi, chờ tiếp nhận")
    NOT_ACCEPTED = "not_accepted", _("Chưa nhận được, có lý do")
    SUPPLEMENT_INTAKE = "supplement_intake", _("Cần ông/bà bổ sung để được tiếp nhận")
    FORWARDED = "forwarded", _("Đã nhận, đang chuyển đến nơi giải quyết")
    RECEIVED = "received", _("Đã tiếp nhận")
    IN_WORK = "in_work", _("Đang giải quyết")
    SUPPLEMENT = "supplement", _("Cần ông/bà bổ sung")
    PAYMENT = "payment", _("Cần ông/bà nộp tiền")
    SIGNING = "signing", _("Đang trình ký")
    READY = "ready", _("Có kết quả, mời đến nhận")
    RETURNED = "returned", _("Đã trả kết quả")
    STOPPED = "stopped", _("Đã dừng, có lý do")
    WITHDRAWN = "withdrawn", _("Đã rút")
    DISCARDED = "discarded", _("Bản nháp đã xoá")


@dataclass(frozen=True, slots=True)
class Look(machine.Look):
    """How officials see a state, and its national number (domain A.4)."""

    national: int | None


LOOKS = {
    State.DRAFT: Look(_("Bản nháp"), "muted", None),
    State.PREPARED: Look(_("Đã chuẩn bị"), "info", None),
    State.SENT: Look(_("Mới gửi"), "info", 1),
    State.NOT_ACCEPTED: Look(_("Không tiếp nhận"), "muted", 3),
    State.SUPPLEMENT_INTAKE: Look(_("Chờ bổ sung"), "warn", 5),
    State.FORWARDED: Look(_("Đang chuyển đi"), "info", 1),
    State.RECEIVED: Look(_("Mới tiếp nhận"), "info", 2),
    State.IN_WORK: Look(_("Đang giải quyết"), "info", 4),
    State.SUPPLEMENT: Look(_("Chờ bổ sung"), "warn", 5),
    State.PAYMENT: Look(_("Chờ nộp tiền"), "warn", 6),
    State.SIGNING: Look(_("Chờ ký"), "violet", 4),
    State.READY: Look(_("Chờ trả"), "ok", 9),
    State.RETURNED: Look(_("Đã trả"), "muted", 10),
    State.STOPPED: Look(_("Dừng"), "muted", 8),
    State.WITHDRAWN: Look(_("Đã rút"), "muted", 7),
    State.DISCARDED: Look(_("Đã xoá"), "muted", None),
}


class Can(TextChoices):
    """What an official may do with dossiers."""

    RECEIVE = "dossiers:receive", _("Tiếp nhận hồ sơ và trả kết quả")
    ASSIGN = "dossiers:assign", _("Phân công hồ sơ")
    PROCESS = "dossiers:process", _("Giải quyết hồ sơ")
    SIGN = "dossiers:sign", _("Ký kết quả")
    CERTIFY = "dossiers:certify", _("Ghi sổ chứng thực bản sao, chữ ký")
    FOLLOW = "dossiers:follow", _("Theo dõi hồ sơ giải quyết ở nơi khác")
    OVERSEE = "dossiers:oversee", _("Xem toàn cảnh hồ sơ")
    HEAR = "dossiers:hear", _("Đọc lời góp ý của người nộp")
