"""The personal identification number (số định danh cá nhân): twelve digits and what they say.

Built as NĐ 137/2015/NĐ-CP Điều 13 and TT 07/2016/TT-BCA Điều 7 have it. There is no check digit,
and sex or birth date may have been corrected since: what does not fit is a doubt to look into,
never a refusal.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text.phrases import Phrase

_BETWEEN = re.compile(r"[\s.\-]+")
_TWELVE = re.compile(r"[0-9]{12}")
# The old 63 provinces have the odd and even codes from 001 to 096; higher ones are countries.
_NO_PLACE = "000"


class Sex(StrEnum):
    """What the fourth digit says."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A number and the facts in it."""

    digits: str

    @property
    def place(self) -> str:
        """Return the code of the province or country where the birth was registered."""
        return self.digits[:3]

    @property
    def sex(self) -> Sex:
        """Return the sex at the time the number was given."""
        return Sex.FEMALE if int(self.digits[3]) % 2 else Sex.MALE

    @property
    def birth_year(self) -> int:
        """Return the year of birth: 0 and 1 are the 20th century, 2 and 3 the 21st, and so on."""
        return 1900 + int(self.digits[3]) // 2 * 100 + int(self.digits[4:6])

    @property
    def masked(self) -> str:
        """Return the number for a screen that need not show it all."""
        return "•" * 8 + self.digits[8:]

    def doubts(
        self, *, birth_year: int | None = None, sex: Sex | None = None, today: date | None = None
    ) -> tuple[Phrase, ...]:
        """Say what does not fit the person's other papers; each is a warning, never a refusal."""
        found = []
        if self.place == _NO_PLACE:
            found.append(Phrase(_("Ba số đầu không chỉ tỉnh hay nước nào; xem lại giấy tờ.")))
        if birth_year is not None and birth_year != self.birth_year:
            found.append(
                Phrase(
                    _("Số định danh cho năm sinh %(number)s, giấy tờ ghi %(paper)s; xem lại."),
                    {"number": self.birth_year, "paper": birth_year},
                )
            )
        if sex is not None and sex is not self.sex:
            found.append(Phrase(_("Giới tính khác với số định danh; xem lại giấy tờ.")))
        if today is not None and self.birth_year > today.year:
            found.append(Phrase(_("Số định danh cho năm sinh sau năm nay; xem lại giấy tờ.")))
        return tuple(found)


def parse_personal_number(text: str) -> PersonalNumber:
    """Read twelve digits, parted by spaces, dots or hyphens if people like.

    >>> number = parse_personal_number("092 085 001234")
    >>> number.birth_year, number.sex.value, number.place
    (1985, 'male', '092')
    """
    digits = _BETWEEN.sub("", text)
    if not _TWELVE.fullmatch(digits):
        raise RuleBroken("text.personal-number", _("Nhập số định danh gồm 12 chữ số."))
    return PersonalNumber(digits)
