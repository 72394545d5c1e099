"""Rules of the catalogue: pure functions over values."""

from phuong.areas.procedures.rules import confirming, correcting, fees, finding, rows, versions

__all__ = ["confirming", "correcting", "fees", "finding", "rows", "versions"]
