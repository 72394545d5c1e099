"""Codes and document numbers: unique in a ward, drawn in the transaction that uses them.

The template of a series is data; the program never reads meaning from a code. A number that a
printed paper spoilt is written down as a gap with its reason.
"""
