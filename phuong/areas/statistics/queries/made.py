"""Of which figures each indicator is made here, over which days; and why some are not."""

from collections.abc import Mapping
from dataclasses import dataclass

from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.measures import api as measures

INDICATOR = "service_index.indicator."
# Over which days: the period, what was open yesterday, or all until the end of the period.
PERIOD, YESTERDAY, UNTIL = "period", "yesterday", "until"
# Not made of measures but of what was published: nobody's rating shows from day to day.
BY_RATINGS = "dossier_satisfaction"
GROUP = "group."


@dataclass(frozen=True, slots=True)
class Made:
    """Of which measures an indicator is made here: parts over wholes, each over its days."""

    parts: tuple[tuple[str, str], ...]
    wholes: tuple[tuple[str, str], ...]

    @property
    def is_offered(self) -> bool:
        """Whether installed areas offer all of it."""
        return all(measures.get(code) for code, _days in (*self.parts, *self.wholes))


def _share(part: str, whole: str, days: str = PERIOD) -> Made:
    return Made(((part, days),), ((whole, days),))


MADE: Mapping[str, Made] = {
    "procedures_published": _share("procedures.in_time", "procedures.due", UNTIL),
    "dossiers_on_time": Made(
        (("dossiers.on_time", PERIOD),),
        (("dossiers.finished", PERIOD), ("dossiers.running", YESTERDAY)),
    ),
    "online_procedures": Made(
        (("dossiers.online_procedures", PERIOD),), (("procedures.online", UNTIL),)
    ),
    "online_dossiers": _share("dossiers.received_online", "dossiers.received"),
    "online_payment": _share("dossiers.paid_online", "dossiers.payable"),
    "electronic_results": _share("dossiers.electronic", "dossiers.finished"),
    "digitised_dossiers": _share("dossiers.digitised", "dossiers.received"),
    "reused_data": _share("dossiers.reused", "dossiers.received"),
}
# What the ward counts besides, for itself: no points of the law.
OWN: Mapping[str, Made] = {"apologies": _share("dossiers.apologised", "dossiers.unkept")}
_ELSEWHERE = _(
    "Phản ánh, kiến nghị do Cổng Dịch vụ công quốc gia nhận và đo; nhập số của Cổng nếu có."
)
WHY_NOT: Mapping[str, str] = {
    "feedback_on_time": _ELSEWHERE,
    "feedback_satisfaction": _ELSEWHERE,
    BY_RATINGS: _(
        "Chưa tháng nào trong kỳ có đủ lượt đánh giá để nêu; tháng này nêu sau khi công bố."
    ),
}
HOW: Mapping[str, str] = {
    "online_payment": _(
        "Ở đây đo phần hồ sơ nộp phí bằng chuyển khoản, mã VietQR; phường không thu bằng thẻ."
    ),
    BY_RATINGS: _(
        "Ở đây đo bằng đánh giá của người nộp trong các tháng đã công bố, thay cho công thức trên."
    ),
}
GROUPS = {
    "publicity": _("Công khai, minh bạch"),
    "progress": _("Tiến độ giải quyết"),
    "online": _("Dịch vụ trực tuyến"),
    "satisfaction": _("Mức độ hài lòng"),
    "digitisation": _("Số hoá hồ sơ"),
}
BANDS = (
    ("excellent", _("Xuất sắc")),
    ("good", _("Tốt")),
    ("fair", _("Khá")),
    ("average", _("Trung bình")),
)
WORST = _("Yếu")
