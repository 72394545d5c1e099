"""A citizen's dossier from the phone or the counter to the result in the hand (hồ sơ)."""
