"""Which figures are published: each a whole, and a part of it that its share is made of."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from phuong.kernel.measures.api import Measure, get
from phuong.kernel.text.words import Words


@dataclass(frozen=True, slots=True)
class Kind:
    """One set: its address, its words, and the measures it is made of."""

    slug: str
    title: Words
    whole: str
    part: str
    whole_word: Words
    part_word: Words
    rest_word: Words
    share_word: Words

    @property
    def measure(self) -> Measure | None:
        """The figure of the whole, if an installed area offers it."""
        return get(self.whole)

    @property
    def part_measure(self) -> Measure | None:
        """The figure of the part."""
        return get(self.part) if self.part else None


_ALL = (
    Kind(
        "giai-quyet",
        _("Hồ sơ có kết quả"),
        "dossiers.finished",
        "dossiers.on_time",
        _("Có kết quả"),
        _("Đúng hạn"),
        _("Trễ hạn"),
        _("Tỷ lệ đúng hạn"),
    ),
    Kind(
        "tiep-nhan",
        _("Hồ sơ tiếp nhận"),
        "dossiers.received",
        "",
        _("Tiếp nhận"),
        "",
        "",
        "",
    ),
    Kind(
        "danh-gia",
        _("Đánh giá của người nộp"),
        "dossiers.rated",
        "dossiers.satisfied",
        _("Lượt đánh giá"),
        _("Hài lòng"),
        _("Chưa hài lòng"),
        _("Tỷ lệ hài lòng"),
    ),
    Kind(
        "xin-loi",
        _("Xin lỗi khi trễ hẹn"),
        "dossiers.unkept",
        "dossiers.apologised",
        _("Phải xin lỗi"),
        _("Đã xin lỗi"),
        _("Chưa xin lỗi"),
        _("Tỷ lệ đã xin lỗi"),
    ),
)
SETS = {kind.slug: kind for kind in _ALL}


def kind_of(slug: str) -> Kind | None:
    """Return a set whose figures the installed areas offer."""
    kind = SETS.get(slug)
    if kind is None or kind.measure is None or (kind.part and kind.part_measure is None):
        return None
    return kind
