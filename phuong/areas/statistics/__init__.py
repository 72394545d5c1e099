"""Figures for everybody, with nobody to be recognised in them, and the national index."""
