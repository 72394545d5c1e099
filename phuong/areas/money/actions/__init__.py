"""Every write of money that a person can cause: amounts set, taken, given back; days closed.

The subject is locked first, the day of the book after it.
"""

from phuong.areas.money.actions.book import PaidFor, close_day, set_account
from phuong.areas.money.actions.charges import (
    Due,
    charge,
    erase_reasons,
    forget_due,
    give_back,
    new_charge,
    pay,
    refund,
    set_due,
    take,
)

__all__ = [
    "Due",
    "PaidFor",
    "charge",
    "close_day",
    "erase_reasons",
    "forget_due",
    "give_back",
    "new_charge",
    "pay",
    "refund",
    "set_account",
    "set_due",
    "take",
]
