"""The country's questions on Spark, on request: the same texts, the same files, equal answers.

`compare` is the run behind `python3 run.py test --spark`; `driver` alone runs in Spark's own
environment, which is made from `requirements/spark.txt` the first time.
"""
