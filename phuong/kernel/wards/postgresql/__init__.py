"""PostgreSQL as Django has it, with one flag changed (see `features`)."""
