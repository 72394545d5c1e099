"""The ward as the first column of everything: who owns a row, and which rows a query may see.

- `Ward` is one installation's ward; its key is our own small integer, never the administrative
  code, since codes are reused (Tân An's 31135 is Ninh Kiều's since 1/7/2025).
- A model that belongs to a ward inherits `WardOwned`; a link between two such rows is a `WardLink`,
  an ordinary foreign key whose joins also name the ward and which the database holds to one ward.
- `Model.objects.of(ward)` begins a query. A query that names no ward is refused when it runs;
  `Model.objects.country_wide()` says out loud that it crosses wards.
"""
