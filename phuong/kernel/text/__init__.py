"""Vietnamese text: one spelling, folding, order, names, numbers, money, dates and their words.

Pure: no Django, no gettext. Sentences are Vietnamese msgids, translated where they are shown.
"""

from phuong.kernel.text.amounts import (
    amount_in_words,
    number_in_words,
    show_amount,
    show_number,
    show_percent,
)
from phuong.kernel.text.folding import fold, fold_for_search, nfc
from phuong.kernel.text.moments import (
    date_in_words,
    document_date,
    show_date,
    show_day,
    show_moment,
    show_time,
    speak_day,
    speak_moment,
    weekday_name,
)
from phuong.kernel.text.phones import parse_phone, phone_tail, show_phone

__all__ = [
    "amount_in_words",
    "date_in_words",
    "document_date",
    "fold",
    "fold_for_search",
    "nfc",
    "number_in_words",
    "parse_phone",
    "phone_tail",
    "show_amount",
    "show_date",
    "show_day",
    "show_moment",
    "show_number",
    "show_percent",
    "show_phone",
    "show_time",
    "speak_day",
    "speak_moment",
    "weekday_name",
]
