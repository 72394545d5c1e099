"""The backend that `DATABASES` names for PostgreSQL."""

from django.db.backends.postgresql import base

from phuong.kernel.wards.postgresql.features import DatabaseFeatures


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL whose rows may be keyed by (ward_id, id)."""

    features_class = DatabaseFeatures
