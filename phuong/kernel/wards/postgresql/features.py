"""What Django may assume of PostgreSQL here."""

from django.db.backends.postgresql import features


class DatabaseFeatures(features.DatabaseFeatures):
    """The physical key may be (ward_id, id), so GROUP BY names every column."""

    allows_group_by_selected_pks = False
