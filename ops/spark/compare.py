"""`python3 run.py test --spark`: the country's questions on DuckDB and on two workers of Spark.

One worker is killed in the middle of a question; every answer must still equal DuckDB's.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / "var" / "spark"
WORK = ROOT / "var" / "spark-work"
LOCK = ROOT / "requirements" / "spark.txt"
HERE = "127.0.0.1"
ROUNDS, STRUCK_IN = 3, 1
# The one that takes longest: the blow must fall within it.
STRUCK_AT, AFTER = "usual_time", 0.5


def tell(words: str) -> None:
    """Say how far it is."""
    print(f"• {words}", flush=True)


def missing() -> str:
    """Tell what this machine lacks and how to get it, or nothing."""
    return (
        "" if shutil.which("java") else "Java 17 is not here (Debian: apt install openjdk-17-jre)"
    )


def prepare() -> Path:
    """Make Spark's own environment if it is not there by this lock; return its folder."""
    stamp = VENV / "lock.txt"
    if not stamp.exists() or stamp.read_bytes() != LOCK.read_bytes():
        tell("Spark is fetched by its lock (half a gigabyte)")
        shutil.rmtree(VENV, ignore_errors=True)
        _must([sys.executable, "-m", "venv", str(VENV)])
        options = ["-q", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
        _must([str(VENV / "bin" / "python"), "-m", "pip", "install", *options, "-r", str(LOCK)])
        shutil.copy(LOCK, stamp)
    return next(VENV.glob("lib/python*/site-packages/pyspark"))


def _must(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")


class Cluster:
    """A master and two workers of one core each, every one a session of its own."""

    def __init__(self, home: Path) -> None:
        """Start them all; what they say goes to the work folder."""
        self._home, self._all = home, list[subprocess.Popen[bytes]]()
        with socket.socket() as probe:
            probe.bind((HERE, 0))
            port = probe.getsockname()[1]
        self.master = f"spark://{HERE}:{port}"
        where = ["--host", HERE, "--webui-port", "0"]
        self._begin("master", "master.Master", *where, "--port", str(port))
        time.sleep(3)
        self.workers = [self._worker(name, where) for name in ("worker-1", "worker-2")]

    def _worker(self, name: str, where: Sequence[str]) -> "subprocess.Popen[bytes]":
        size = ["-c", "1", "-m", "1500m", "-d", str(WORK / name)]
        return self._begin(name, "worker.Worker", *where, *size, self.master)

    def _begin(self, name: str, what: str, *options: str) -> "subprocess.Popen[bytes]":
        command = [str(self._home / "bin" / "spark-class"), f"org.apache.spark.deploy.{what}"]
        with (WORK / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [*command, *options],
                env=surroundings(self._home),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._all.append(process)
        return process

    def stop(self) -> None:
        """End whatever of it still runs."""
        for process in self._all:
            kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """SIGKILL a process with all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def surroundings(home: Path) -> dict[str, str]:
    """Return the environment of everything of Spark."""
    python = str(VENV / "bin" / "python")
    return {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": HERE, "PYSPARK_PYTHON": python}


def ask(cluster: Cluster, home: Path, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Let Spark answer every round, kill a worker in the middle of one; return what it said."""
    with (WORK / "driver.log").open("wb") as log:
        driver = subprocess.Popen(
            [str(VENV / "bin" / "python"), str(ROOT / "ops" / "spark" / "driver.py")],
            env=surroundings(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    assert driver.stdin is not None
    assert driver.stdout is not None
    driver.stdin.write(json.dumps(given))
    driver.stdin.close()
    answers = []
    for line in driver.stdout:
        told = json.loads(line)
        if told.get("begins") == STRUCK_AT and told["round"] == STRUCK_IN:
            time.sleep(AFTER)
            kill(cluster.workers[0])
            tell(f"round {STRUCK_IN + 1}: a worker and its executor killed within {STRUCK_AT}")
        elif "asked" in told:
            answers.append(told)
    if driver.wait():
        raise SystemExit(f"Spark's driver failed; see {WORK}/driver.log")
    return answers


def judge(
    expected: Mapping[str, Any], answers: Sequence[Mapping[str, Any]]
) -> list[str]:  # fmt: skip
    """Return what must not be: answers that differ or are missing, a blow that nobody felt."""
    faults = [
        f"{one['asked']}, round {one['round'] + 1}: another answer than DuckDB's"
        for one in answers
        if one["rows"] != expected[one["asked"]]
    ]
    if len(answers) != ROUNDS * len(expected):
        faults.append(f"{len(answers)} answers of {ROUNDS * len(expected)}")
    if any(not rows for rows in expected.values()):
        faults.append("a question has an empty answer: it proves nothing")
    before = max((one["executors"] for one in answers if one["round"] < STRUCK_IN), default=0)
    after = [one["executors"] for one in answers if one["round"] > STRUCK_IN]
    if before != 2 or not after or max(after) != 1:
        faults.append(f"executors: {before} before the blow, {after} after it")
    return faults


def main() -> int:
    """Make feeds, answer them by both, compare, and leave nothing running."""
    if words := missing():
        print(f"✗ {words}", file=sys.stderr)
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phuong.settings")
    django.setup()
    from ops.spark import feeds
    from phuong.delivery.feed import asking

    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    home = prepare()
    places, rows = feeds.make(WORK / "feeds")
    tell(f"{len(places)} feeds, {rows:,} rows")
    expected, took = {}, {}
    for name in asking.questions():
        begun = time.monotonic()
        _columns, answer = asking.ask(name, places)
        expected[name] = json.loads(json.dumps(answer, default=str))
        took[name] = time.monotonic() - begun
    cluster = Cluster(home)
    try:
        given = {
            "master": cluster.master,
            "settings": {
                "spark.driver.host": HERE,
                "spark.executor.cores": "1",
                "spark.executor.memory": "1g",
                "spark.sql.shuffle.partitions": "8",
                "spark.ui.enabled": "false",
            },
            "tables": asking.paths(places),
            "questions": {name: asking.text_of(name) for name in expected},
            "rounds": ROUNDS,
        }
        answers = ask(cluster, home, given)
    finally:
        cluster.stop()
    faults = judge(expected, answers)
    _show(expected, took, answers)
    for each in faults:
        print(f"✗ {each}")
    return 1 if faults else 0


def _show(
    expected: Mapping[str, Any], took: Mapping[str, float], answers: Sequence[Mapping[str, Any]]
) -> None:
    print(
        "\n| question | rows | DuckDB | Spark, round 1 | round 2, worker killed | round 3 | equal |"
    )
    print("|---|---|---|---|---|---|---|")
    for name, rows in expected.items():
        mine = [one for one in answers if one["asked"] == name]
        seconds = [f"{one['seconds']} s" for one in mine]
        equal = "yes" if all(one["rows"] == rows for one in mine) else "**no**"
        print(f"| {' | '.join([name, str(len(rows)), f'{took[name]:.1f} s', *seconds, equal])} |")


if __name__ == "__main__":
    sys.exit(main())
