"""Rules of the catalogue: pure functions over values."""

from phuong.areas.procedures.rules import confirming, fees, finding, rows, versions

__all__ = ["confirming", "fees", "finding", "rows", "versions"]
