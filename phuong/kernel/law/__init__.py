"""The law as data: acts, values by day, calendar decisions, administrative units.

Every number that a decree may change is a row with the days it is in force, the act that says it
and a mark of certainty; where no act speaks, the act is `Phường/quy-ước`, our own convention. Ask
`api.value(key, day)` and `api.calendar(ward_id)`; both are kept in the process and cost no
statement while nothing changed. `load_law` brings the files of `packs/` into the tables, adding
and closing versions, never editing one that was in force. `pack` reads the files and needs no
database; the procedures area reads its catalogue there.
"""
