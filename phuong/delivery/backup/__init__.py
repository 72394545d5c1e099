"""One file that holds a whole installation: rows, files, keys; written while people work.

The file is a plain `tar`. Rows stand in it as lines of JSON in the order of their keys, the same
from SQLite and from PostgreSQL, so that what was saved from the one is restored to the other.
`manifest.json` names every member with its size and SHA-256, and the migrations the rows were
written under: a later release takes them up from there. `manifest.sha256`, the last member, holds
the manifest's own.
"""
