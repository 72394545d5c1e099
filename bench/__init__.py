"""Measuring the budgets: ours beside the same statements by hand and beside a bare page.

`python3 run.py bench --short` runs in five minutes; what is measured and how it is judged is in
`docs/reference/benchmarks.md`, the budgets themselves in `limits.toml`.
"""
