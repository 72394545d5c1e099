"""What `run.py` calls once the environment stands: suites, checks, catalogues, skeletons."""
