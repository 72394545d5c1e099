"""The ward's own settings: units, posts, calendar decisions, legal values."""
