"""Days and moments as people read, hear and write them. Moments are taken as they stand.

A moment with a zone is shown in its own zone: hand in what is already the ward's time.
"""

from datetime import date, datetime

from phuong.kernel.text.amounts import number_in_words

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def show_date(day: date) -> str:
    """Write a date in figures.

    >>> show_date(date(2026, 2, 5))
    '05/02/2026'
    """
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def show_time(moment: datetime) -> str:
    """Write the time of the day.

    >>> show_time(datetime(2026, 11, 25, 15, 0))
    '15:00'
    """
    return f"{moment.hour:02d}:{moment.minute:02d}"


def weekday_name(day: date) -> str:
    """Name the weekday.

    >>> weekday_name(date(2026, 11, 25))
    'Thứ Tư'
    """
    return WEEKDAYS[day.weekday()]


def show_day(day: date) -> str:
    """Write a day with its weekday.

    >>> show_day(date(2026, 11, 25))
    'Thứ Tư 25/11/2026'
    """
    return f"{weekday_name(day)} {show_date(day)}"


def show_moment(moment: datetime) -> str:
    """Write a moment as every page does.

    >>> show_moment(datetime(2026, 11, 25, 15, 0))
    '15:00, Thứ Tư 25/11/2026'
    """
    return f"{show_time(moment)}, {show_day(moment)}"


def speak_day(day: date) -> str:
    """Say a day aloud, without the year.

    >>> speak_day(date(2026, 11, 25))
    'thứ Tư ngày 25 tháng 11'
    """
    name = weekday_name(day)
    return f"{name[0].lower()}{name[1:]} ngày {day.day} tháng {day.month}"


def speak_moment(moment: datetime) -> str:
    """Say a moment aloud, as the desk reads it to the citizen.

    >>> speak_moment(datetime(2026, 11, 25, 15, 0)), speak_moment(datetime(2026, 11, 25, 7, 30))
    ('15 giờ, thứ Tư ngày 25 tháng 11', '7 giờ 30, thứ Tư ngày 25 tháng 11')
    """
    minutes = f" {moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour} giờ{minutes}, {speak_day(moment)}"


def document_date(day: date) -> str:
    """Write a date as the head of an official document has it (NĐ 30/2020, Phụ lục I).

    Days below ten and the months one and two take a leading nought.

    >>> document_date(date(2026, 2, 5)), document_date(date(2026, 3, 15))
    ('ngày 05 tháng 02 năm 2026', 'ngày 15 tháng 3 năm 2026')
    """
    month = f"{day.month:02d}" if day.month < 3 else f"{day.month}"
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def date_in_words(day: date) -> str:
    """Write a date in words, as civil status papers ask.

    >>> date_in_words(date(2026, 4, 25))
    'ngày hai mươi lăm tháng tư năm hai nghìn không trăm hai mươi sáu'
    """
    month = "tư" if day.month == 4 else number_in_words(day.month)
    return f"ngày {number_in_words(day.day)} tháng {month} năm {number_in_words(day.year)}"
