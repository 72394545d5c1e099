"""Where a measurement happens: a database that keeps what it commits, a folder, the real server."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.support import postgres

ROOT = Path(__file__).resolve().parents[1]
STATIC = ROOT / "var" / "bench" / "static"
TICKS = os.sysconf("SC_CLK_TCK")
# As a server is set up in earnest: every commit is on the disk before it is answered.
DURABLE = (
    "-c fsync=on -c synchronous_commit=on -c full_page_writes=on -c shared_buffers=256MB"
    " -c max_wal_size=4GB -c max_connections=60 -c log_min_messages=fatal"
)


@dataclass(slots=True)
class Place:
    """One database with its folder and, while it runs, its server."""

    database: str
    folder: Path
    url: str
    cluster: postgres.Cluster | None = None
    server: subprocess.Popen[bytes] | None = None
    port: int = 0

    @property
    def environment(self) -> dict[str, str]:
        """The environment of everything that is started here."""
        return {
            **os.environ,
            "PHUONG_DATA": str(self.folder),
            "DATABASE_URL": self.url if self.cluster else f"sqlite:///{self.url}",
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "PHUONG_STATIC": str(STATIC),
            "PYTHONUTF8": "1",
        }

    def call(self, *arguments: str) -> str:
        """Run a piece of Python in this place and return what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def told(self, *arguments: str) -> Any:
        """Run a piece of Python and read the JSON that it printed."""
        return json.loads(self.call(*arguments))

    def serve(self) -> None:
        """Start the real server and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        log = (self.folder / "server.log").open("wb")
        self.server = subprocess.Popen(
            [sys.executable, "-m", "phuong", "serve", "--port", str(self.port)],
            cwd=ROOT,
            env=self.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        for _each in range(600):
            if self.server.poll() is not None:
                break
            try:
                connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/khoe")
                connection.getresponse().read()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise SystemExit(f"the server did not start:\n{(self.folder / 'server.log').read_text()}")

    def server_pids(self) -> list[int]:
        """Return the processes of the server: its session."""
        if self.server is None:
            return []
        return [pid for pid, stat in _processes() if int(stat[3]) == self.server.pid]

    def database_pids(self) -> list[int]:
        """Return the processes of the database server; SQLite has none."""
        if self.cluster is None:
            return []
        lines = (self.cluster.folder / "data" / "postmaster.pid").read_text().splitlines()
        top = int(lines[0])
        return [pid for pid, stat in _processes() if pid == top or int(stat[1]) == top]

    def cpu(self) -> float:
        """Return the processor seconds of server and database so far, ended children included."""
        pids = {*self.server_pids(), *self.database_pids()}
        return sum(_ticks(stat) for pid, stat in _processes() if pid in pids) / TICKS

    def worker_mb(self) -> float:
        """Return the anonymous memory of the largest worker."""
        return max(
            (anonymous_kb(pid) for pid in self.server_pids()), default=0
        ) / 1024  # fmt: skip

    def stop(self) -> None:
        """Stop the server and the database, and leave nothing."""
        if self.server is not None:
            os.killpg(self.server.pid, signal.SIGTERM)
            try:
                self.server.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.server.pid, signal.SIGKILL)
        if self.cluster is not None:
            self.cluster.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def make(database: str) -> Place:
    """Make a place with a migrated database, the legal pack, and nobody in it."""
    folder = ROOT / "var" / "bench" / database
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if database == "sqlite":
        place = Place(database, folder, str(folder / "phuong.sqlite3"))
    else:
        # Short, and readable for the user that the server runs as.
        base = "/var/tmp" if os.name == "posix" else None  # noqa: S108
        cluster = postgres.start(DURABLE, base)
        place = Place(database, folder, cluster.url, cluster)
    try:
        static(place)
        for command in ("migrate", "load-law", "load-procedures"):
            place.call("-m", "phuong", command)
    except BaseException:
        place.stop()
        raise
    return place


def static(place: Place) -> None:
    """Collect the static files as they are now; once a run."""
    if not (STATIC / "staticfiles.json").exists():
        place.call("-m", "tools.catalogues", "compile")
        place.call("-m", "phuong", "collectstatic", "--noinput", "-v", "0")


def _processes() -> Iterator[tuple[int, list[str]]]:
    """Go through the processes of this machine: number, and what /proc says after the name."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                text = (entry / "stat").read_text()
            except OSError:
                continue
            yield int(entry.name), text.rpartition(")")[2].split()


def _ticks(stat: list[str]) -> int:
    """Return user, system, and both of ended children."""
    return sum(int(each) for each in stat[11:15])


def cpu_of_ours() -> float:
    """Return the processor seconds of this process and all that it started, and they started."""
    ours, every = {os.getpid()}, dict(_processes())
    while more := {pid for pid, stat in every.items() if int(stat[1]) in ours} - ours:
        ours |= more
    return sum(_ticks(every[pid]) for pid in ours) / TICKS


def handles(pid: int) -> int:
    """Return how many files and connections a process holds open."""
    try:
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return 0


def anonymous_kb(pid: int) -> int:
    """Return the memory of a process that no file stands behind."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    line = next((one for one in status.splitlines() if one.startswith("RssAnon")), "0 0")
    return int(line.split()[1])
