"""Money taken at the desk: what is due on a subject, what was paid, and the book of the day."""
