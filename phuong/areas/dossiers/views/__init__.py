"""The area's pages, split by who opens them and for what."""
