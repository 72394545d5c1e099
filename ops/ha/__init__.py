"""Three nodes of PostgreSQL on one machine, each in a network of its own, and what befalls them.

`cluster` starts and stops them and does the faults; it needs the standard library and Debian's
packages alone. `ward`, `people` and `failover` use it for the run that `python3 run.py test --ha`
starts.
"""
