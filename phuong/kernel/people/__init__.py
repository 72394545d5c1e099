"""The ward's people in office: areas, units, posts, persons, appointments, absences, sessions.

Appointments have days from and to and are never deleted; a person's values can be erased while the
ids that history names stay. `Account` is what a person logs in with; it belongs to no ward.
"""
