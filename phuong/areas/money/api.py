"""What upper storeys may import from money."""

from phuong.areas.money.actions import (
    Due,
    charge,
    erase_reasons,
    forget_due,
    new_charge,
    pay,
    refund,
)
from phuong.areas.money.models import Charge, Payment
from phuong.areas.money.policy import Can, may_take
from phuong.areas.money.queries import Bill, bill, transfer_text

__all__ = [
    "Bill",
    "Can",
    "Charge",
    "Due",
    "Payment",
    "bill",
    "charge",
    "erase_reasons",
    "forget_due",
    "may_take",
    "new_charge",
    "pay",
    "refund",
    "transfer_text",
]
