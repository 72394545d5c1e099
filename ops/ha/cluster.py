"""Start, stop and strike a cluster: Patroni, etcd and PostgreSQL on three hosts of `network`.

Its files lie in one folder on a disk, the passwords too; they are new at every start.
"""

import json
import os
import secrets
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ops.ha import network
from ops.ha.network import HOSTS

FOLDER = Path("/var/tmp/phuong-ha")  # noqa: S108
SCOPE = "ward"
NEEDED = {
    "ip": "iproute2",
    "setpriv": "util-linux",
    "etcd": "etcd-server",
    "patroni": "patroni",
    "pg_config": "postgresql-client-common",
    "psql": "postgresql-client",
}
Tell = Callable[[str], None]


def missing() -> str:
    """Tell what this machine lacks and how to get it, or nothing."""
    absent = sorted(package for tool, package in NEEDED.items() if not shutil.which(tool))
    if not _binaries():
        absent.append("postgresql")
    if absent:
        return f"not on this machine: {', '.join(absent)} (Debian: apt install {' '.join(absent)})"
    if os.geteuid() != 0:
        return "network namespaces need root: sudo python3 run.py test --ha"
    return ""


def start(tell: Tell) -> None:
    """Start three nodes from nothing, make the program's role and database, and wait for both."""
    if words := missing():
        raise SystemExit(words)
    stop(lambda _words: None)
    FOLDER.mkdir(parents=True)
    shutil.chown(FOLDER, "postgres", "postgres")
    passwords = {name: secrets.token_hex(12) for name in ("postgres", "replicator", "rewinder")}
    passwords["phuong"] = secrets.token_hex(12)
    kept = FOLDER / "passwords.json"
    kept.touch(mode=0o600)
    kept.write_text(json.dumps(passwords), "utf-8")
    network.build()
    tell("three hosts and a bridge are laid")
    for host in HOSTS:
        start_host(host)
    begun = time.monotonic()
    wait_for(is_whole, 120, "the cluster did not come up; its words are in " + str(FOLDER))
    tell(f"leader {leader()}, synchronous standby {standby()}: {time.monotonic() - begun:.0f} s")
    sql(f"CREATE ROLE phuong LOGIN PASSWORD '{passwords['phuong']}'")
    sql("CREATE DATABASE phuong OWNER phuong ENCODING 'UTF8' TEMPLATE template0")


def stop(tell: Tell) -> None:
    """End every process of the cluster, take its networks down and remove its files."""
    network.remove()
    shutil.rmtree(FOLDER, ignore_errors=True)
    tell("nothing of the cluster is left")


def start_host(host: str) -> None:
    """Start what runs on a host: etcd and Patroni, which starts PostgreSQL."""
    folder = FOLDER / host
    folder.mkdir(exist_ok=True)
    shutil.chown(folder, "postgres", "postgres")
    text = json.dumps(_patroni(host, folder), indent=1)
    told = folder / "patroni.yml"
    told.touch(mode=0o600)
    told.write_text(text, "utf-8")
    shutil.chown(told, "postgres", "postgres")
    _begin(host, "etcd", _etcd(host, folder))
    _begin(host, "patroni", ["patroni", str(told)])


def _begin(host: str, name: str, command: list[str]) -> None:
    with (FOLDER / f"{host}-{name}.log").open("ab") as log:
        subprocess.Popen(
            network.inside(host, command),
            cwd="/",
            env={"PATH": f"{_binaries()}:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def strike(host: str) -> int:
    """Lose a whole host at once: its cable first, so that nothing it buffered gets out."""
    network.cable(host, "down")
    return network.kill(host)


def mend(host: str) -> None:
    """Put a struck host back."""
    network.cable(host, "up")
    start_host(host)


def hold_replication(host: str) -> int:
    """Stop the senders of a leader's journal; what they have not sent dies with the host."""
    senders = [pid for pid in network.pids(host) if "walsender" in network.command_of(pid)]
    for pid in senders:
        network.send(pid, signal.SIGSTOP)
    return len(senders)


def pause_replay(*, pause: bool) -> None:
    """Let the standbys stand still at what they have, or follow again.

    By signal: what PostgreSQL has for it is undone by Patroni at its next look.
    """
    for host in HOSTS:
        for pid in network.pids(host):
            if "startup recovering" in network.command_of(pid):
                network.send(pid, signal.SIGSTOP if pause else signal.SIGCONT)


def set_synchronous(*, on: bool) -> None:
    """Let commits wait for a standby, or not, whatever a standby then lacks."""
    lag = 1 << 20 if on else 1 << 40
    _ask(leader(), "/config", {"synchronous_mode": on, "maximum_lag_on_failover": lag})
    wait_for(lambda: bool(standby()) == on and healthy(), 60, "the mode did not change")


def members() -> list[Mapping[str, Any]]:
    """Return the members as any node tells them, or none while none answers."""
    for host in HOSTS:
        try:
            found: list[Mapping[str, Any]] = _ask(host, "/cluster")["members"]
        except (OSError, ValueError, KeyError):
            continue
        return found
    return []


def leader() -> str:
    """Return the host that takes writes, or nothing."""
    return next((m["name"] for m in members() if m["role"] == "leader"), "")


def standby() -> str:
    """Return the synchronous standby, or nothing."""
    return next((m["name"] for m in members() if m["role"] == "sync_standby"), "")


def healthy() -> bool:
    """Tell whether all three are there, one leads, and all run."""
    found = members()
    working = [m for m in found if m["state"] in ("running", "streaming")]
    return len(working) == len(HOSTS) and sum(m["role"] == "leader" for m in found) == 1


def is_whole() -> bool:
    """Tell whether the cluster is healthy with a synchronous standby."""
    return healthy() and bool(standby())


def wait_for(what: Callable[[], bool], seconds: float, words: str) -> None:
    """Wait until something holds; end with words when it does not."""
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            raise SystemExit(words)
        time.sleep(0.3)


def address(role: str = "phuong", database: str = "phuong", *, read: bool = False) -> str:
    """Return the database's address: libpq tries the hosts and takes the one that it wants."""
    password = json.loads((FOLDER / "passwords.json").read_text("utf-8"))[role]
    hosts = ",".join(f"{each}:5432" for each in HOSTS.values())
    options = "connect_timeout=2&tcp_user_timeout=3000&keepalives_idle=2&keepalives_interval=1"
    wanted = "prefer-standby" if read else "read-write"
    options += f"&keepalives_count=3&target_session_attrs={wanted}"
    return f"postgres://{role}:{password}@{hosts}/{database}?{options}"


def sql(text: str, *, database: str = "postgres", host: str = "") -> str:
    """Run SQL as the superuser on the leader, or on one host, and return what it printed."""
    passwords = json.loads((FOLDER / "passwords.json").read_text("utf-8"))
    done = subprocess.run(
        ["psql", "-h", HOSTS[host or leader()], "-U", "postgres", "-d", database, "-qAtc", text],
        env={**os.environ, "PGPASSWORD": passwords["postgres"]},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{text}: {done.stderr.strip()}")
    return done.stdout.strip()


def _ask(host: str, path: str, changes: Mapping[str, Any] | None = None) -> Any:
    body = json.dumps(changes).encode() if changes else None
    request = urllib.request.Request(
        f"http://{HOSTS[host]}:8008{path}", body, method="PATCH" if changes else "GET"
    )
    with urllib.request.urlopen(request, timeout=2) as answer:  # noqa: S310
        return json.load(answer)


def _binaries() -> str:
    if not shutil.which("pg_config"):
        return ""
    asked = subprocess.run(
        ["pg_config", "--bindir"], capture_output=True, text=True, check=False
    )  # fmt: skip
    folder = asked.stdout.strip()
    return folder if folder and (Path(folder) / "postgres").exists() else ""


def _etcd(host: str, folder: Path) -> list[str]:
    here = HOSTS[host]
    peers = ",".join(f"{name}=http://{each}:2380" for name, each in HOSTS.items())
    state = "existing" if (folder / "etcd").exists() else "new"
    options = {
        "name": host,
        "data-dir": str(folder / "etcd"),
        "listen-peer-urls": f"http://{here}:2380",
        "initial-advertise-peer-urls": f"http://{here}:2380",
        "listen-client-urls": f"http://{here}:2379,http://127.0.0.1:2379",
        "advertise-client-urls": f"http://{here}:2379",
        "initial-cluster": peers,
        "initial-cluster-state": state,
        "initial-cluster-token": SCOPE,
        "heartbeat-interval": "100",
        "election-timeout": "1000",
    }
    return ["etcd", *(f"--{name}={value}" for name, value in options.items())]


def _patroni(host: str, folder: Path) -> dict[str, Any]:
    here, network_of = HOSTS[host], f"{network.NETWORK}.0/24"
    passwords = json.loads((FOLDER / "passwords.json").read_text("utf-8"))
    names = {"superuser": "postgres", "replication": "replicator", "rewind": "rewinder"}
    return {
        "scope": SCOPE,
        "name": host,
        "restapi": {"listen": f"{here}:8008", "connect_address": f"{here}:8008"},
        "etcd3": {"hosts": [f"{each}:2379" for each in HOSTS.values()]},
        "bootstrap": {
            "dcs": {
                "ttl": 20,
                "loop_wait": 2,
                "retry_timeout": 3,
                "maximum_lag_on_failover": 1 << 20,
                # A dead server is left, not started again in place.
                "master_start_timeout": 0,
                "synchronous_mode": True,
                "synchronous_mode_strict": True,
                "postgresql": {
                    "use_pg_rewind": True,
                    "use_slots": True,
                    "parameters": {
                        "wal_log_hints": "on",
                        "synchronous_commit": "on",
                        "max_connections": 100,
                    },
                },
            },
            "initdb": [{"encoding": "UTF8"}, "data-checksums", {"locale": "C.UTF-8"}],
            "pg_hba": [
                "local all all trust",
                "host all all 127.0.0.1/32 scram-sha-256",
                f"host replication replicator {network_of} scram-sha-256",
                f"host all all {network_of} scram-sha-256",
            ],
        },
        "postgresql": {
            "listen": f"{here},127.0.0.1:5432",
            "connect_address": f"{here}:5432",
            "data_dir": str(folder / "data"),
            "bin_dir": _binaries(),
            "authentication": {
                part: {"username": name, "password": passwords[name]}
                for part, name in names.items()
            },
            "parameters": {"unix_socket_directories": str(folder)},
        },
    }
