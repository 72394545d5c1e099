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
from phuong.kernel.text.identity import PersonalNumber, Sex, parse_personal_number
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
from phuong.kernel.text.names import LONGEST_NAME, clean_person_name
from phuong.kernel.text.phones import parse_phone, phone_tail, show_phone
from phuong.kernel.text.phrases import (
    NO_DEADLINE,
    Phrase,
    clock_sentence,
    days_left_phrase,
    limit_phrase,
    paused_phrase,
)
from phuong.kernel.text.sorting import (
    SORT_KEY_LENGTH,
    NameParts,
    person_sort_key,
    sort_key,
    split_name,
)

__all__ = [
    "LONGEST_NAME",
    "NO_DEADLINE",
    "SORT_KEY_LENGTH",
    "NameParts",
    "PersonalNumber",
    "Phrase",
    "Sex",
    "amount_in_words",
    "clean_person_name",
    "clock_sentence",
    "date_in_words",
    "days_left_phrase",
    "document_date",
    "fold",
    "fold_for_search",
    "limit_phrase",
    "nfc",
    "number_in_words",
    "parse_personal_number",
    "parse_phone",
    "paused_phrase",
    "person_sort_key",
    "phone_tail",
    "show_amount",
    "show_date",
    "show_day",
    "show_moment",
    "show_number",
    "show_percent",
    "show_phone",
    "show_time",
    "sort_key",
    "speak_day",
    "speak_moment",
    "split_name",
    "weekday_name",
]
