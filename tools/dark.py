"""`auto.css`: the dark of the other stylesheets, for whoever leaves the choice to their machine.

Browsers read it only where the machine asks for dark, so that no script is needed. It is drawn
from what stands under `[data-bs-theme="dark"]` elsewhere: `python -m tools.dark write`.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OURS = ROOT / "phuong" / "kernel" / "ui" / "static" / "ui"
BOOTSTRAP = ROOT / "node_modules" / "bootstrap" / "dist" / "css" / "bootstrap.min.css"
PLACE = OURS / "auto.css"
HEAD = "/* Drawn by `python -m tools.dark write` from what is dark in the other stylesheets. */\n"
# Of Bootstrap only what pages use: its own colours, and the arrow of a list to choose from.
USED = re.compile(
    r"\[data-bs-theme=dark\](?: \.form-select)?\{[^{}]*--bs-(?:body-color|form-select)[^{}]*\}"
)
# What Bootstrap reads of ours stands after its own, here as there.
READ = re.compile(r"^:root,\n\[data-bs-theme\] \{[^{}]*\}", re.MULTILINE)
RULE = re.compile(r'^\[data-bs-theme="dark"\][^{}]*\{[^{}]*\}', re.MULTILINE)


def text() -> str:
    """Return the stylesheet as it should stand."""
    theirs = [found.group() for found in USED.finditer(BOOTSTRAP.read_text("utf-8"))]
    css = (OURS / "phuong.css").read_text("utf-8")
    theirs += [found.group() for found in READ.finditer(css)]
    ours = [found.group() for found in RULE.finditer(css)]
    drawn = "\n".join([*theirs, *ours])
    return HEAD + drawn.replace('"dark"', '"auto"').replace("=dark]", "=auto]") + "\n"


def main(arguments: list[str]) -> int:
    """Write it, or say whether it stands as it should."""
    if arguments == ["write"]:
        PLACE.write_text(text(), "utf-8")
    elif not PLACE.exists() or PLACE.read_text("utf-8") != text():
        print("auto.css is not the dark of the other stylesheets: python -m tools.dark write")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
