"""Rules of the catalogue: pure functions over values."""

from phuong.areas.procedures.rules import confirming, finding, rows, versions

__all__ = ["confirming", "finding", "rows", "versions"]
