"""A bridge and network namespaces on this machine: each namespace stands for a host."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence

PREFIX = "phuong-ha"
SWITCH = f"{PREFIX}-sw"
OURS = "phuongha"
NETWORK, OUR_ADDRESS = "10.231.7", "10.231.7.1"
HOSTS = {"n1": f"{NETWORK}.11", "n2": f"{NETWORK}.12", "n3": f"{NETWORK}.13"}


def ip(*arguments: str, check: bool = True) -> str:
    """Run iproute2's `ip`; tell what it said when it refuses."""
    done = subprocess.run(
        ["ip", *arguments], capture_output=True, text=True, check=False
    )  # fmt: skip
    if check and done.returncode:
        raise SystemExit(f"ip {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


def build() -> None:
    """Lay the bridge, a cable to each host, and one to this machine; nothing leads outside."""
    ip("netns", "add", SWITCH)
    ip("-n", SWITCH, "link", "add", "br0", "type", "bridge")
    ip("-n", SWITCH, "link", "set", "br0", "up")
    ip("link", "add", OURS, "type", "veth", "peer", "name", "p-here", "netns", SWITCH)
    ip("addr", "add", f"{OUR_ADDRESS}/24", "dev", OURS)
    ip("link", "set", OURS, "up")
    _plug("here")
    for host, address in HOSTS.items():
        space = space_of(host)
        ip("netns", "add", space)
        veth = ("type", "veth", "peer", "name", f"p-{host}", "netns", SWITCH)
        ip("-n", space, "link", "add", "eth0", *veth)
        ip("-n", space, "addr", "add", f"{address}/24", "dev", "eth0")
        ip("-n", space, "link", "set", "eth0", "up")
        ip("-n", space, "link", "set", "lo", "up")
        _plug(host)


def _plug(host: str) -> None:
    ip("-n", SWITCH, "link", "set", f"p-{host}", "master", "br0")
    ip("-n", SWITCH, "link", "set", f"p-{host}", "up")


def cable(host: str, state: str) -> None:
    """Pull a host's cable ("down") or put it back ("up")."""
    ip("-n", SWITCH, "link", "set", f"p-{host}", state)


def space_of(host: str) -> str:
    """Return the namespace of a host."""
    return f"{PREFIX}-{host}"


def pids(host: str) -> list[int]:
    """Return every process of a host."""
    return [int(pid) for pid in ip("netns", "pids", space_of(host), check=False).split()]


def kill(host: str, *only: str) -> int:
    """SIGKILL every process of a host, or those of some names; return how many there were."""
    killed = 0
    # What was being forked meanwhile is found the next time.
    for _time in range(50):
        found = [pid for pid in pids(host) if not only or name_of(pid) in only]
        if not found:
            return killed
        for pid in found:
            send(pid, signal.SIGKILL)
        killed += len(found)
        time.sleep(0.02)
    raise SystemExit(f"{host} could not be killed")


def send(pid: int, what: signal.Signals) -> None:
    """Send a signal to a process that may have ended meanwhile."""
    try:
        os.kill(pid, what)
    except ProcessLookupError:
        return


def name_of(pid: int) -> str:
    """Return the name of a process, or nothing when it has ended."""
    return _proc(pid, "comm").strip()


def command_of(pid: int) -> str:
    """Return the command line of a process: PostgreSQL tells there what each one does."""
    return _proc(pid, "cmdline").replace("\0", " ")


def _proc(pid: int, file: str) -> str:
    try:
        with open(f"/proc/{pid}/{file}", encoding="utf-8", errors="replace") as text:
            return text.read()
    except OSError:
        return ""


def remove() -> None:
    """Take everything down, whatever of it is there."""
    spaces = {line.split()[0] for line in ip("netns", "list", check=False).splitlines() if line}
    for host in HOSTS:
        if space_of(host) in spaces:
            kill(host)
            ip("netns", "del", space_of(host))
    if SWITCH in spaces:
        ip("netns", "del", SWITCH)
    ip("link", "del", OURS, check=False)


def inside(host: str, command: Sequence[str]) -> list[str]:
    """Return a command as it is run on a host, by the user that PostgreSQL runs as."""
    user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    return ["ip", "netns", "exec", space_of(host), *user, *command]
