"""Rules of the catalogue: pure functions over values."""

from phuong.areas.procedures.rules import (
    confirming,
    correcting,
    fee_tables,
    fees,
    finding,
    offering,
    rows,
    versions,
)

__all__ = [
    "confirming",
    "correcting",
    "fee_tables",
    "fees",
    "finding",
    "offering",
    "rows",
    "versions",
]
