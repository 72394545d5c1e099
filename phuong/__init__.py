"""Phường: the working day of a Vietnamese ward."""

__version__ = "0.1.0"
