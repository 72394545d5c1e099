"""`python3 run.py bench --weather`: bad weather on the real server, then long rain.

Visitors come at a rate of their own, one in five slow on purpose; then five times as many for some
seconds; then for minutes at twice the rate, while memory and handles are watched. All of it goes to
127.0.0.1 and is bounded in number and time. Exit 1 where a hard limit is broken.
"""

import argparse
import asyncio
import datetime
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import limits, place, report, rounds
from bench.crew import BOUNDARY, Asking, Client
from bench.figures import recovered_after
from bench.visitors import Errand, Visit, as_many_as_it_carries, come, request
from bench.weather_report import YARDSTICK, Found, Sample, figures, table

OUT = Path(__file__).with_name("out")
PAGE = place.ROOT / "docs" / "reference" / "weather-runs.md"
BUDGETS = Path(__file__).with_name("weather.toml")
MARK = "<!-- {}: written by `python3 run.py bench --weather --keep`. -->\n"
# Of a hundred visits how many: people ask far more often than they file.
WEIGHTS = {"status": 40, "workspace": 20, "worklist": 15, "leader": 5, "file": 12, "again": 8}
FORM_OF = f"multipart/form-data; boundary={BOUNDARY}"
# The share of what the machine carries that comes on an ordinary day; five times it is too much.
ORDINARY, SOAKED, TIMES = 0.25, 2.0, 5
CALM, SLOW, SPIKE = 30, 60, 10
EVERY = 5.0


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python3 run.py bench --weather", description=__doc__)
    parser.add_argument("--minutes", type=float, default=3, help="how long the soak lasts")
    parser.add_argument(
        "--rate", type=float, help="visitors a second; else a part of what is borne"
    )
    parser.add_argument("--dossiers", type=int, default=20_000, help="how many lie there already")
    parser.add_argument("--sqlite", action="store_true", help="only SQLite")
    parser.add_argument("--postgres", action="store_true", help="only PostgreSQL")
    parser.add_argument("--keep", action="store_true", help="also into weather-runs.md")
    parser.add_argument("--remark", default="", help="a sentence on the run, kept with it")
    return parser.parse_args(arguments)


def errands(here: place.Place, known: Mapping[str, Any]) -> list[Errand]:
    """Return what visitors come for, each in the name of one of the logged-in clients."""
    there, left_out = rounds.rows(here, known)
    assert not set(WEIGHTS) & set(left_out), left_out
    return [_errand(here, row) for row in there if row.name in WEIGHTS]


def _errand(here: place.Place, row: rounds.Row) -> Errand:
    if row.kind == "get":
        asks = [
            request(path, "; ".join(f"{name}={value}" for name, value in cookies.items()))
            for path in row.paths
            for cookies in row.cookies[:8]
        ]
        return Errand(row.name, WEIGHTS[row.name], 200, lambda chance: chance.choice(asks))
    asking = row.asking(here, 0, row.paths)
    clients = [_prepared(here, asking, cookies) for cookies in row.cookies]

    def post(chance: random.Random) -> bytes:
        one = chance.choice(clients)
        return request(row.paths[0], one.cookie, one.body(asking), FORM_OF)

    return Errand(row.name, WEIGHTS[row.name], 302, post)


def _prepared(here: place.Place, asking: Asking, cookies: dict[str, str]) -> Client:
    one = Client(here.port, cookies)
    one.prepare(asking)
    one.close()
    return one


async def weather(here: place.Place, known: Mapping[str, Any], chosen: Any, chance: Any) -> Found:
    """Let it be calm, then slow, then a spike, then rain for long."""
    wanted = errands(here, known)
    await as_many_as_it_carries(here.port, wanted, 5, chance)  # What is read once is read.
    carried = await as_many_as_it_carries(here.port, wanted, 10, chance)
    found = Found(carried, chosen.rate or max(1.0, carried * ORDINARY))
    say(f"it carries {carried:.1f} a second; {found.rate:.1f} come on an ordinary day")

    async def phase(name: str, rate: float, seconds: float, slow: float = 0.2) -> list[Visit]:
        say(f"{here.database}: {name}: {rate:.1f} a second for {seconds:.0f} s")
        visits = await come(here.port, wanted, rate, seconds, chance, slow)
        found.phases[name] = (rate, visits)
        return visits

    await phase("calm, nobody slow", found.rate, CALM, 0.0)
    await phase(YARDSTICK, found.rate, SLOW)
    # Those of the spike still wait when it is over: the ordinary ones come among them.
    over = time.perf_counter() + SPIKE
    spike = asyncio.create_task(phase("five-fold spike", found.rate * TIMES, SPIKE))
    await asyncio.sleep(max(0.0, over - time.perf_counter()))
    after = await phase("after the spike", found.rate, found.watched)
    await spike
    for writes, most in ((False, 150.0), (True, 300.0)):
        waits = [
            (one.came - over, one.milliseconds)
            for one in after
            if one.writes is writes and not one.slow
        ]
        found.recovered["writes" if writes else "reads"] = recovered_after(waits, most)
    watching = asyncio.create_task(_watch(here, found, chosen.minutes * 60))
    await phase("soak", found.rate * SOAKED, chosen.minutes * 60)
    await watching
    return found


async def _watch(here: place.Place, found: Found, seconds: float) -> None:
    """Sample the server as the soak goes on; how many were answered follows from the rate."""
    begun = time.perf_counter()
    while (gone := time.perf_counter() - begun) < seconds:
        answered = int(gone * found.rate * SOAKED)
        found.samples.append(await asyncio.to_thread(sample, here, answered))
        await asyncio.sleep(EVERY)


def sample(here: place.Place, answered: int) -> Sample:
    """Look at the processes of the server and count the connections to its database."""
    pids = here.server_pids()
    return Sample(
        answered,
        {pid: place.anonymous_kb(pid) / 1024 for pid in pids},
        {pid: place.handles(pid) for pid in pids},
        len(here.database_pids()),
    )


def on(database: str, chosen: argparse.Namespace) -> Found:
    """Measure on one database; everything it needed is gone afterwards."""
    here = place.make(database)
    try:
        words = here.call("-m", "phuong", "generate", "--dossiers", str(chosen.dossiers), "--apply")
        say(f"{database}: {words.strip()}")
        if here.cluster is not None:
            code = "import django; django.setup(); from django.db import connection as c; "
            here.call("-c", f"{code}c.cursor().execute('VACUUM ANALYZE')")
        # What time has caused since the dossiers were made up is not part of the weather.
        here.call("-m", "phuong", "jobs", "--once")
        known = here.told("-m", "bench.prepare")
        here.serve()
        busy, mine, begun = rounds.busy_seconds(), own_cpu(here), time.perf_counter()
        found = asyncio.run(weather(here, known, chosen, random.Random(31144)))  # noqa: S311
        whole = (time.perf_counter() - begun) * (os.cpu_count() or 1)
        others = rounds.busy_seconds() - busy - (own_cpu(here) - mine)
        found.taken = max(0.0, others) / whole
    finally:
        here.stop()
    return found


def own_cpu(here: place.Place) -> float:
    """Return the processor seconds of server, database and visitors."""
    return here.cpu() + time.process_time()


def keep(database: str, text: str, page: Path = PAGE) -> None:
    """Put a run in the place of the one before on the same database."""
    mark, before = MARK.format(database), page.read_text("utf-8")
    head, _mark, rest = before.partition(mark)
    end = rest.find("<!-- ")
    tail = rest[end:] if end >= 0 else ""
    page.write_text(
        f"{head.rstrip()}\n\n{mark}\n{text.rstrip()}\n\n{tail}".rstrip() + "\n", "utf-8"
    )


def head(chosen: argparse.Namespace, before: Mapping[str, Any]) -> str:
    """Say what was measured where."""
    day = datetime.datetime.now(datetime.UTC).date()
    return (
        f"Measured {day} at commit {report.commit()}: {chosen.dossiers:,} dossiers, soak of"
        f" {chosen.minutes:g} minutes, 2 workers of one thread. {before['processor']},"
        f" {before['cores']} cores, {before['system']}, Python {before['python']}; load average"
        f" {before['load']} before, {report.machine()['load']} after. {chosen.remark}"
    ).rstrip()


def say(words: str) -> None:
    """Tell how far it is."""
    print(f"[{time.monotonic() - BEGUN:5.0f} s] {words}", flush=True)


def main(arguments: Sequence[str]) -> int:
    """Measure on each database, show, judge."""
    from bench.__main__ import databases

    chosen = options(arguments)
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(143))
    shutil.rmtree(place.STATIC, ignore_errors=True)
    failed = 0
    for database in databases(chosen):
        before, found = report.machine(), on(database, chosen)
        verdicts = limits.verdicts(limits.read(BUDGETS), database, figures(found), found.taken)
        failed += sum(not one.holds for one in verdicts)
        text = "\n".join(
            [
                head(chosen, before),
                "",
                *table(database, found),
                *report.judged(verdicts),
            ]
        )
        print(f"\n{text}")
        OUT.mkdir(exist_ok=True)
        (OUT / f"weather-{database}.md").write_text(text, "utf-8")
        if chosen.keep:
            keep(database, text)
    print(f"{failed} limits are broken" if failed else "every limit that was judged holds")
    return 1 if failed else 0


BEGUN = time.monotonic()
