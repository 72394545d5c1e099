"""`python3 run.py bench`: measure, show, judge; exit 1 where a hard limit is broken."""

import argparse
import datetime
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench import figures, limits, place, report, rounds
from bench.crew import Crew
from tests.support import postgres

OUT = Path(__file__).with_name("out")
HISTORY = Path(__file__).with_name("history.jsonl")
PAGE = place.ROOT / "docs" / "reference" / "benchmarks.md"
MARK = "<!-- What follows is written by `python3 run.py bench --keep`. -->\n"
SHORT, FULL = (20_000, 3, 0.8), (100_000, 7, 2.0)


def options(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python3 run.py bench",
        description=__doc__,
        epilog="Example: python3 run.py bench --short --sqlite\n\nCommands of their own: --weather"
        " (slow clients, a spike, a long soak), --phone (first visits on a slow phone)",
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--short", action="store_true", help="20,000 dossiers, three rounds")
    length.add_argument("--full", action="store_true", help="100,000 dossiers, seven rounds")
    parser.add_argument("--sqlite", action="store_true", help="only SQLite")
    parser.add_argument("--postgres", action="store_true", help="only PostgreSQL")
    parser.add_argument("--dossiers", type=int, help="another number of dossiers")
    parser.add_argument("--rounds", type=int, help="another number of rounds")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the figures go")
    parser.add_argument(
        "--keep", action="store_true", help="also into docs/reference/benchmarks.md and the history"
    )
    return parser.parse_args(arguments)


def databases(chosen: argparse.Namespace) -> list[str]:
    """Return what to measure on; PostgreSQL only where there is one."""
    both = chosen.sqlite == chosen.postgres
    found = ["sqlite"] if both or chosen.sqlite else []
    if both or chosen.postgres:
        try:
            postgres.find_binaries()
        except postgres.NoPostgres as why:
            if not both:
                raise SystemExit(str(why)) from why
            print(f"PostgreSQL is left out: {why}")
        else:
            found.append("postgresql")
    return found


def on(database: str, crew: Crew, size: tuple[int, int, float], *, full: bool) -> dict[str, Any]:
    """Measure on one database; everything it needed is gone afterwards."""
    dossiers, number, seconds = size
    here = place.make(database)
    try:
        words = here.call("-m", "phuong", "generate", "--dossiers", str(dossiers), "--apply")
        say(f"{database}: {words.strip()}")
        made = re.search(r"(\d+) rows in ([\d.]+) s", words)
        assert made, words
        if here.cluster is not None:
            code = "import django; django.setup(); from django.db import connection as c; "
            here.call("-c", f"{code}c.cursor().execute('VACUUM ANALYZE')")
        engine = here.told("-m", "bench.engine", *(["--full"] if full else []))
        batch = due_batch(here)
        # What time has caused since the dossiers were made up is not what a request costs.
        here.call("-m", "phuong", "jobs", "--once")
        known = here.told("-m", "bench.prepare")
        here.serve()
        there, left_out = rounds.rows(here, known)
        for row in there:
            if row.kind != "plain":  # Its rows are new each time: there is nothing to replay.
                rounds.capture(here, row, pragmas())
        taken = rounds.measure(crew, here, there, number, seconds, say)
        worker_mb = here.worker_mb()
    finally:
        here.stop()
    found: dict[str, Any] = {row.name: report.figures(row) for row in there}
    found["server"] = {"worker_mb": [worker_mb]}
    searches: dict[str, list[float]] = engine["search"]
    found["engine"] = {
        "due_dates": [engine["due_dates"]],
        "verified_events": [engine["verified_events"]],
        "generated_rows": [int(made[1]) / float(made[2])],
        "due_batch_seconds": batch,
        "search_p95": [figures.percentile([ms for each in searches.values() for ms in each], 95)],
        "search": {words: figures.percentile(each, 95) for words, each in searches.items()},
    }
    if "plan" in engine:
        found["plan"] = {"buffers_growth": [engine["plan"]["growth"]], **engine["plan"]}
    found["left_out"] = left_out
    found["taken_by_others"] = taken
    found["generated"] = words.strip()
    return found


def due_batch(here: place.Place) -> float:
    """Return the seconds in which `phuong due --batch` answers a thousand lines."""
    lines = "".join(
        json.dumps({"start": f"2026-0{n % 9 + 1}-{n % 28 + 1:02}T09:00", "limit": "5wd"}) + "\n"
        for n in range(1000)
    )
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "phuong", "due", "--batch"],
        input=lines.encode(),
        cwd=place.ROOT,
        env=here.environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1000
    return time.perf_counter() - begun


def pragmas() -> str:
    """Return the program's own pragmas, read from its settings as text: no Django here."""
    text = (place.ROOT / "phuong" / "settings.py").read_text("utf-8")
    return "; ".join(re.findall(r"PRAGMA [a-z_]+=-?\w+", text))


def say(words: str) -> None:
    """Tell how far it is."""
    print(f"[{time.monotonic() - BEGUN:5.0f} s] {words}", flush=True)


def main(arguments: list[str]) -> int:
    """Measure on each database, show, judge; bad weather and the slow phone are their own."""
    if "--weather" in arguments:
        from bench import weather

        return weather.main([one for one in arguments if one != "--weather"])
    if "--phone" in arguments:
        from bench import phone

        return phone.main([one for one in arguments if one != "--phone"])
    chosen = options(arguments)
    crew = Crew()
    # Told to stop, it still stops what it started.
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(143))
    shutil.rmtree(place.STATIC, ignore_errors=True)
    size = FULL if chosen.full else SHORT
    size = (chosen.dossiers or size[0], chosen.rounds or size[1], size[2])
    budgets = limits.read()
    whole: dict[str, Any] = {
        "commit": report.commit(),
        "day": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": report.machine(),
        "dossiers": size[0],
        "rounds": size[1],
    }
    verdicts, lines = [], []
    for database in databases(chosen):
        whole[database] = on(database, crew, size, full=chosen.full)
        taken = whole[database]["taken_by_others"]
        verdicts += limits.verdicts(budgets, database, whole[database], taken)
        lines += [*report.table(database, whole[database]), *aside(whole[database])]
    whole["machine"]["load_after"] = report.machine()["load"]
    text = "\n".join([*head(whole), *lines, *report.judged(verdicts)])
    print(f"\n{text}")
    report.write(chosen.json or OUT / "bench.json", whole)
    (OUT).mkdir(exist_ok=True)
    (OUT / "bench.md").write_text(text, "utf-8")
    if chosen.keep:
        keep(text, whole)
    failed = [one for one in verdicts if not one.holds]
    missed = [one for one in verdicts if one.missed]
    held = len(verdicts) - len(failed) - len(missed)
    print(f"{held} budgets hold, {len(missed)} are missed openly, {len(failed)} are broken")
    return 1 if failed else 0


def head(whole: dict[str, Any]) -> list[str]:
    """Say what was measured where."""
    machine = whole["machine"]
    return [
        (
            f"Measured {whole['day']} at commit {whole['commit']}: {whole['dossiers']:,} dossiers,"
            f" median of {whole['rounds']} rounds, 8 clients, 2 workers of one thread."
        ),
        (
            f"Machine: {machine['processor']}, {machine['cores']} cores, {machine['system']},"
            f" Python {machine['python']}, SQLite {machine['sqlite']}; load average"
            f" {machine['load']} before, {machine['load_after']} after."
        ),
        "",
    ]


def aside(found: dict[str, Any]) -> list[str]:
    """Say what stands in no row."""
    engine, held = found["engine"], found.get("file", {}).get("transaction_p99", [])
    lines = [
        f"- generated: {found['generated']}",
        (
            f"- due dates {engine['due_dates'][0]:,.0f}/s; `due --batch` of 1,000 lines"
            f" {engine['due_batch_seconds']:.2f} s; events verified"
            f" {engine['verified_events'][0]:,.0f}/s (processor seconds)"
        ),
        (
            "- search, p95 in milliseconds: "
            + ", ".join(f"{words} {value:.1f}" for words, value in engine["search"].items())
        ),
        f"- memory of the largest worker {found['server']['worker_mb'][0]:.0f} MB",
    ]
    if held:
        lines.append(f"- write transaction of a filing, p99: {sorted(held)[len(held) // 2]:.1f} ms")
    if "plan" in found:
        plan = found["plan"]
        lines.append(
            f"- worklist's plan: buffers {plan['small']} before, {plan['large']} with"
            f" {plan['items']:,} items"
        )
    lines.append(f"- others took {found['taken_by_others']:.0%} of the processor meanwhile")
    if found["left_out"]:
        lines.append(f"- pages that are not there yet: {', '.join(found['left_out'])}")
    return [*lines, ""]


def keep(text: str, whole: dict[str, Any]) -> None:
    """Write the page of the reference and one line of history."""
    before = PAGE.read_text("utf-8").partition(MARK)[0]
    PAGE.write_text(f"{before}{MARK}\n{text}", "utf-8")
    line = {name: whole[name] for name in ("day", "commit", "dossiers", "rounds", "machine")}
    for database in ("sqlite", "postgresql"):
        if database in whole:
            line[database] = {
                name: {
                    "rate": round(sorted(row["rate"])[len(row["rate"]) // 2], 1),
                    "cpu_ms": round(sorted(row["cpu"]["ours"])[len(row["cpu"]["ours"]) // 2], 2),
                    "statements": row["statements"][0],
                }
                for name, row in whole[database].items()
                if isinstance(row, dict) and "rates" in row
            }
    with HISTORY.open("a", encoding="utf-8") as history:
        history.write(json.dumps(line, ensure_ascii=False) + "\n")


BEGUN = time.monotonic()

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
