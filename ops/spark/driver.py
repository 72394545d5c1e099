"""In Spark's environment: asks every question again and again, and prints what came, line by line.

It knows nothing of the project: tables and texts come as JSON on standard input.
"""

import json
import sys
import time
from typing import Any


def told(value: Any) -> Any:
    """Return a value as JSON takes it."""
    return value if isinstance(value, str | int | float | None) else str(value)


def say(**words: Any) -> None:
    """Print a line at once: whoever listens acts on it."""
    print(json.dumps(words, ensure_ascii=False), flush=True)


def main() -> None:
    """Connect, name the tables, and ask round by round."""
    from pyspark.sql import SparkSession

    given = json.load(sys.stdin)
    builder = SparkSession.builder.master(given["master"]).appName("phuong country")
    for name, value in given["settings"].items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    for table, files in given["tables"].items():
        spark.read.parquet(*files).createOrReplaceTempView(table)
    tracker = spark.sparkContext._jsc.sc().statusTracker()
    for number in range(given["rounds"]):
        for name, text in given["questions"].items():
            say(begins=name, round=number)
            begun = time.monotonic()
            rows = [[told(value) for value in row] for row in spark.sql(text).collect()]
            seconds = round(time.monotonic() - begun, 1)
            # The driver itself is one of them.
            executors = len(tracker.getExecutorInfos()) - 1
            say(asked=name, round=number, rows=rows, seconds=seconds, executors=executors)
    spark.stop()


if __name__ == "__main__":
    main()
