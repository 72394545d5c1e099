"""A living ward to try the system with: its people, and dossiers in every state of their life.

`make.make` is the way in. The people come from `packs/demo/house.toml`; the dossiers are led
through the real actions by `lives`, moment by moment over the last sixty working days, so that
work items, notices, figures, chains and seals agree by construction. The same seed tells the same
stories; keys, tokens and secrets are random all the same.
"""
