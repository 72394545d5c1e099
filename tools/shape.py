"""The tracked files: none too long, no function either, no secret, no address of a machine."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINES_OF_FILE, LINES_OF_FUNCTION = 400, 50
TEXT = {".py", ".toml", ".txt", ".in", ".json", ".md", ".html", ".css", ".js", ".yml", ".yaml"}
TEXT |= {".cfg", ".ini", ".sh", ".po", ".csv", ".jsonl", ""}
# Each pattern is written so that it does not find itself.
SECRETS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE[ ]KEY",
    "a cloud key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token": r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|xox[abpr]-[A-Za-z0-9-]{20,}|glpat-[\w-]{20,})",
    "a key in clear": r"""(?i)\b(?:secret_key|api_key)\b\s*[=:]\s*["'][^"'\s]{12,}["']""",
    "a password in an address": r"(?i)\b[a-z]+://[^\s/:@'\"{}<>]+:[^\s/@'\"{}<>]+@[a-z0-9]",
}
ADDRESSES = {
    "a home folder": r"(?<![\w.])/(?:home|root|Users)/[\w.-]+",
    "a folder of one machine": r"(?<![\w.])/(?:work|farm|workspace)/[\w.-]+",
    "a drive's folder": r"\b[A-Z]:\\{1,2}Users\b",
    "a registry's option": r"(?:extra-)?index[-_]url\s*[=:]?\s*https?",
    "a registry's address": r"https?://[^\s\"')>]*(?:pypi|npmjs|registry)\.",
}


def tracked() -> list[Path]:
    """Return the files of the repository, as git or, in an export, the folder has them."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        skipped = {"var", "node_modules", ".git"}
        inside = (path for path in ROOT.rglob("*") if path.is_file())
        return [p for p in inside if not skipped & set(p.relative_to(ROOT).parts)]
    names = done.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def too_long() -> Iterator[str]:
    """Name the files and functions beyond their lengths; migrations are what they are."""
    for path in tracked():
        if path.suffix != ".py" or "migrations" in path.parts:
            continue
        text, name = path.read_text("utf-8"), path.relative_to(ROOT).as_posix()
        if (lines := text.count("\n")) > LINES_OF_FILE:
            yield f"{name}: {lines} lines, at most {LINES_OF_FILE}"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LINES_OF_FUNCTION:
                    yield f"{name}:{node.lineno} {node.name}: {lines} lines"


def told_too_much() -> Iterator[str]:
    """Name the lines with a secret or with what is true on one machine only."""
    patterns = {what: re.compile(found) for what, found in {**SECRETS, **ADDRESSES}.items()}
    for path in tracked():
        if path.suffix not in TEXT or path == Path(__file__).resolve():
            continue
        name = path.relative_to(ROOT).as_posix()
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
            for what, pattern in patterns.items():
                if pattern.search(line):
                    yield f"{name}:{number} {what}: {line.strip()[:90]}"


def main() -> int:
    """Print every problem."""
    problems = [*too_long(), *told_too_much()]
    print("\n".join(problems) or "nothing too long, nothing told too much")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
