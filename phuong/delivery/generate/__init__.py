"""Synthetic wards at any scale, for measuring: bulk loaded, chains and figures valid.

Nobody is meant by any row: names are drawn from common ones, phones and numbers are made up.
The same seed, day and size make the same dossiers.
"""
