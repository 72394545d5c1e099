"""`python3 run.py test --ha`: the leader's whole host is lost under load; what is left then.

Three faults on one cluster: the host is killed; the same after its journal was held back; and, as
the control, that again without waiting for a standby. The control must lose: what can't lose
proves nothing.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from ops.ha import cluster
from ops.ha.people import Person

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "var" / "ha"
PEOPLE = 4
BEFORE, HELD, AFTER = 6.0, 4.0, 5.0


@dataclass(frozen=True, slots=True)
class Fault:
    """What befalls the leader, and whether commits wait for a standby."""

    name: str
    synchronous: bool
    held: float


FAULTS = (
    Fault("host killed", synchronous=True, held=0),
    Fault("journal held back, then host killed", synchronous=True, held=HELD),
    Fault("control: the same, asynchronous", synchronous=False, held=HELD),
)


def tell(words: str) -> None:
    """Say how far it is."""
    print(f"• {words}", flush=True)


def surroundings() -> dict[str, str]:
    """Return the environment of the program: the cluster, and files that outlive any host of it."""
    chosen = {
        "DATABASE_URL": cluster.address(),
        "PHUONG_DATABASE_READ_URL": cluster.address(read=True),
        "PHUONG_DATA": str(DATA),
        "PHUONG_DEMO": "0",
        "PHUONG_THREADS": "2",
        "DJANGO_SETTINGS_MODULE": "phuong.settings",
        "PYTHONUTF8": "1",
    }
    return {**os.environ, **chosen}


def call(*arguments: str, given: str = "", **more: str) -> str:
    """Run a piece of the program; end with what it said when it fails."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", *arguments],
        cwd=ROOT,
        env=surroundings() | more,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr[-3000:]}")
    return done.stdout


def serve() -> tuple[subprocess.Popen[bytes], int]:
    """Start the real server and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (DATA / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "phuong", "serve", "--port", str(port)],
            cwd=ROOT,
            env=surroundings(),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/khoe", timeout=5) as page:
                return bool(page.status == 200)
        except OSError:
            return server.poll() is not None

    cluster.wait_for(answers, 60, f"the server did not start; see {DATA}/server.log")
    if server.poll() is not None:
        raise SystemExit((DATA / "server.log").read_text("utf-8", "replace"))
    return server, port


def befall(fault: Fault, port: int, known: dict[str, str]) -> dict[str, Any]:
    """Let people hand in, strike the leader's host in the middle, and compare."""
    cluster.set_synchronous(on=fault.synchronous)
    people = [Person(number, port, known) for number in range(PEOPLE)]
    for person in people:
        person.start()
    time.sleep(BEFORE)
    old = cluster.leader()
    if fault.held:
        cluster.hold_replication(old)
        time.sleep(fault.held)
    struck = time.monotonic()
    killed = cluster.strike(old)
    tell(f"{fault.name}: {killed} processes of the leader {old} killed, its cable cut")
    cluster.wait_for(lambda: cluster.leader() not in ("", old), 90, "no new leader came")
    led = time.monotonic() - struck
    cluster.wait_for(
        lambda: any(one.at > struck + led for each in people for one in list(each.work.filed)),
        120,
        f"nobody got through to the new leader; see {DATA}/server.log",
    )
    time.sleep(AFTER)
    for person in people:
        person.stopping.set()
    for person in people:
        person.join(180)
    found = _compare(people, struck)
    found |= {"fault": fault.name, "leader": led, "new": cluster.leader()}
    cluster.mend(old)
    cluster.wait_for(cluster.healthy, 90, f"{old} did not come back")
    return found


def _compare(people: list[Person], struck: float) -> dict[str, Any]:
    filed = sorted((one for each in people for one in each.work.filed), key=lambda one: one.at)
    told = {
        "acknowledged": {one.name: [one.code, list(one.hashes)] for one in filed},
        "others": [name for each in people for name in each.work.given_up],
    }
    found: dict[str, Any] = json.loads(call("ops.ha.ward", "check", given=json.dumps(told)))
    lost = set(found["lost"])
    # Those under way at the blow, and as many of before and after as show that it is the rule.
    near = [
        (each, one)
        for each in people
        for one in each.work.filed
        if one.name not in lost and (one.tries > 1 or abs(one.at - struck) < 2)
    ]
    answers = [(one.code, each.send_again(one)) for each, one in near]
    after = [struck, *(one.at for one in filed if one.at > struck)]
    return found | {
        "acknowledged": len(filed),
        "given_up": len(told["others"]),
        "twice": len(answers),
        "otherwise": [pair for pair in answers if pair[0] != pair[1]],
        "retried": sum(one.tries > 1 for one in filed),
        "busy_pages": sum(each.work.busy_pages for each in people),
        "silences": sum(each.work.silences for each in people),
        "wrong": [words for each in people for words in each.work.wrong],
        "pause": max(late - early for early, late in pairwise(after)),
    }


def read(known: dict[str, str]) -> list[str]:
    """Let pages be read from a standby; return what must not be, such as a write not seen."""

    def ask(seconds: int) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            call("ops.ha.reading", json.dumps(known), str(seconds))
        )  # fmt: skip
        return found

    cluster.pause_replay(pause=True)
    behind = ask(0)
    cluster.pause_replay(pause=False)
    near = ask(3)
    tell(f"figures while standbys stand still: {behind}; while they follow: {near}")
    faults = []
    if not (behind["stranger"]["standby"] and near["stranger"]["standby"]):
        faults.append("a stranger's page was not read from a standby")
    if behind["writer"]["standby"]:
        faults.append("whoever has just written was shown a standby that had not heard of it")
    if not near["writer"]["standby"]:
        faults.append("whoever has written was not let back to a standby that knew")
    return faults


def judge(fault: Fault, found: dict[str, Any]) -> list[str]:
    """Return what must not be; the control alone may lose, and must."""
    faults = []
    if fault.synchronous and found["lost"]:
        faults.append(f"{len(found['lost'])} acknowledged dossiers are lost")
    if not fault.synchronous and not found["lost"]:
        faults.append("the control lost nothing: the run proves nothing")
    told = ("doubled", "renamed", "unfiled", "unopened", "otherwise", "wrong")
    faults += [f"{what}: {found[what][:3]}" for what in told if found[what]]
    if found["given_up"]:
        faults.append(f"{found['given_up']} people gave up")
    if not found["busy_pages"]:
        faults.append("nobody saw the page that asks to try again: the blow hit nothing")
    return faults


def row(found: dict[str, Any]) -> str:
    """Return a row of docs/reference/failover-runs.md."""
    cells = [
        found["fault"],
        f"{found['acknowledged']:,}",
        f"{found['files']:,}",
        f"{found['busy_pages']:,}",
        f"{found['retried']}",
        f"{found['twice']}",
        f"{found['leader']:.1f} s",
        f"{found['pause']:.1f} s",
        f"**{len(found['lost'])}**",
        f"{len(found['doubled'])}",
    ]
    return f"| {' | '.join(cells)} |"


HEAD = """
| fault | acknowledged | files opened by hash | busy pages | sent again from one \
| sent twice, same code | new leader | longest pause | lost | doubled |
|---|---|---|---|---|---|---|---|---|---|"""


def main(arguments: list[str]) -> int:
    """Start everything, let the faults happen, sum up, and leave nothing running."""
    parser = argparse.ArgumentParser(prog="python3 run.py test --ha", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave the cluster running")
    options = parser.parse_args(arguments)
    if words := cluster.missing():
        print(f"✗ {words}", file=sys.stderr)
        return 1
    begun, rows, wrong = time.monotonic(), [], []
    server = None
    try:
        cluster.start(tell)
        server, port, known = _ready()
        wrong += read(known)
        for fault in FAULTS:
            found = befall(fault, port, known)
            rows.append(row(found))
            tell(f"{found['acknowledged']} acknowledged, {len(found['lost'])} of them lost")
            wrong += [f"{fault.name}: {each}" for each in judge(fault, found)]
            call("phuong", "verify")
            tell("the chain of history is whole (phuong verify)")
    finally:
        if server is not None:
            os.killpg(server.pid, signal.SIGKILL)
        if not options.keep:
            cluster.stop(tell)
    print("\n".join([HEAD, *rows]))
    print(f"\n{time.monotonic() - begun:.0f} s in all")
    for each in wrong:
        print(f"✗ {each}")
    return 1 if wrong else 0


def _ready() -> tuple[subprocess.Popen[bytes], int, dict[str, str]]:
    DATA.mkdir(parents=True, exist_ok=True)
    if not (ROOT / "var" / "static" / "staticfiles.json").exists():
        call("phuong", "collectstatic", "--noinput", "-v", "0")
    for command in ("migrate", "load-law", "load-procedures"):
        # Nothing of this is acknowledged to anybody: it need not wait for a standby.
        call("phuong", command, PGOPTIONS="-c synchronous_commit=off")
    known: dict[str, str] = json.loads(call("ops.ha.ward", "make"))
    server, port = serve()
    tell(f"a ward stands, the program answers at port {port}")
    return server, port, known


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
