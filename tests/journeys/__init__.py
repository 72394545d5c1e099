"""Whole ways of people through the program, in a real browser."""
