"""Named figures: formula in words, unit, moment, and the rows behind each.

Acts insert delta rows; a job folds them into summaries; readers add folded and pending. Whatever
depends on today is stored by due day and summed at reading, so nothing runs at midnight.
"""
