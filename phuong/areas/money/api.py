"""What upper storeys may import from money."""

from phuong.areas.money.actions import (
    Due,
    PaidFor,
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
from phuong.areas.money.models import Charge, Payment
from phuong.areas.money.policy import Can, may_take
from phuong.areas.money.queries import Bill, bill, charges_of, has_account, transfer_text

__all__ = [
    "Bill",
    "Can",
    "Charge",
    "Due",
    "PaidFor",
    "Payment",
    "bill",
    "charge",
    "charges_of",
    "erase_reasons",
    "forget_due",
    "give_back",
    "has_account",
    "may_take",
    "new_charge",
    "pay",
    "refund",
    "set_due",
    "take",
    "transfer_text",
]
