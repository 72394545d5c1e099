"""What was measured, as figures to judge, as JSON, and as tables."""

import json
import os
import platform
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.crew import Told
from bench.figures import percentile, short
from bench.limits import Verdict
from bench.rounds import Row

POSTS = {"file", "again", "express"}
TITLES = {
    "file": "file a dossier: the desk's POST, 3 papers of 20 KiB",
    "again": "the same sent again",
    "express": "certify two copies in the express lane",
    "status": "status by code, not logged in",
    "workspace": "workspace of an officer",
    "worklist": "worklist, first page",
    "worklist-after": "worklist, after a key",
    "worklist-rarest": "worklist, rarest field",
    "leader": "leader's page",
}


def figures(row: Row) -> dict[str, Any]:
    """Return the figures of a row: by round where rounds are judged."""
    ours = row.rounds["ours"]
    every = [each for told in ours for each in told.milliseconds]
    found: dict[str, Any] = {
        "statements": [_usual([each for told in ours for each in told.statements])],
        "rate": [rate(told) for told in ours],
        "p50": percentile(every, 50),
        "p95": percentile(every, 95),
        "p99": percentile(every, 99),
        "cpu": dict(row.cpu.items()),
        "rates": {side: [rate(told) for told in tolds] for side, tolds in row.rounds.items()},
        "page_bytes": row.page_bytes,
        "wrong": {side: _wrong(tolds) for side, tolds in row.rounds.items() if _wrong(tolds)},
    }
    if "raw" in row.cpu and "bare" in row.cpu:
        three = zip(row.cpu["ours"], row.cpu["raw"], row.cpu["bare"], strict=True)
        found["cpu_ratio"] = [mine / (raw + bare) for mine, raw, bare in three]
    if "look-up" in row.cpu:
        both = zip(ours, row.rounds["look-up"], strict=True)
        found["of_look_up"] = [rate(mine) / rate(other) for mine, other in both]
    held = [percentile(told.held, 99) for told in ours if told.held]
    if held:
        found["transaction_p99"] = held
    return found


def rate(told: Told) -> float:
    """Return requests a second."""
    return len(told.milliseconds) / max(told.seconds, 1e-9)


def _usual(numbers: Sequence[int]) -> int:
    """Return what most requests took.

    Every few seconds a process reads again what it remembers; those requests are the others.
    """
    return Counter(numbers).most_common(1)[0][0] if numbers else 0


def _wrong(tolds: Sequence[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for told in tolds:
        for what, number in told.wrong.items():
            found[what] = found.get(what, 0) + number
    return found


def machine() -> dict[str, Any]:
    """Describe the machine, and how busy it was."""
    model = ""
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((one.partition(": ")[2] for one in lines if one.startswith("model name")), "")
    return {
        "processor": model or platform.processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load": round(os.getloadavg()[0], 1),
    }


def commit() -> str:
    """Return the commit that was measured."""
    done = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def table(database: str, found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the table of a database: ratios first."""
    lines = [
        f"### {database}",
        "",
        (
            "| work | CPU ours / (raw + bare) | requests/s ours · raw · bare | p50 · p95 · p99 ms |"
            " statements | CPU ms ours · raw · bare | page, bytes compressed |"
        ),
        "|---|---|---|---|---|---|---|",
    ]
    for name, title in TITLES.items():
        row = found.get(name)
        if row is None:
            continue
        ratio = _middle(row["cpu_ratio"]) if "cpu_ratio" in row else "–"
        sides = ("ours", "raw", "bare")
        rates = " · ".join(_middle(row["rates"].get(side, [])) for side in sides)
        cpu = " · ".join(_middle(row["cpu"].get(side, [])) for side in sides)
        latency = " · ".join(short(row[each]) for each in ("p50", "p95", "p99"))
        lines.append(
            f"| {title} | {ratio} | {rates} | {latency} | {row['statements'][0]} | {cpu} |"
            f" {row['page_bytes'] if name not in POSTS else '–'} |"
        )
        if row["wrong"]:
            lines.append(f"| ↳ wrong answers | {row['wrong']} | | | | | |")
    return [*lines, ""]


def judged(verdicts: Sequence[Verdict]) -> list[str]:
    """Return the verdicts as a table."""
    lines = ["| database | work | figure | verdict |", "|---|---|---|---|"]
    lines += [
        f"| {one.database} | {one.limit.row} | {one.limit.figure.replace('_', ' ')} | {one.words} |"
        for one in verdicts
    ]
    return [*lines, ""]


def write(path: Path, whole: Mapping[str, Any]) -> None:
    """Keep all figures as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1, default=str) + "\n", "utf-8")


def _middle(values: Sequence[float]) -> str:
    ordered = sorted(values)
    return short(ordered[len(ordered) // 2]) if ordered else "–"
