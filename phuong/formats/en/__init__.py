"""English formats of a Vietnamese ward: days before months here too."""
