"""Every model, state, role and capability is in GLOSSARY.md, under the words of the code."""

import re
import sys
from collections.abc import Iterator

from tools import ourselves

ROW = re.compile(r"^\|\s*([^|]+?)\s*\|\s*([^|]+?)\s*\|", re.MULTILINE)


def rows() -> set[tuple[str, str]]:
    """Return the pairs (English, Vietnamese) of the page; a cell may give several words."""
    text = (ourselves.ROOT / "GLOSSARY.md").read_text("utf-8")
    return {
        (english.strip().casefold(), vietnamese.strip().casefold())
        for left, right in ROW.findall(text)
        for english in left.split(" · ")
        for vietnamese in right.split(" · ")
    }


def problems() -> Iterator[str]:
    """Name each word of the code that the page lacks, as the row to add."""
    known = rows()
    for model in ourselves.models():
        pair = ourselves.words(model.__name__), str(model._meta.verbose_name)
        if (pair[0], pair[1].casefold()) not in known:
            yield f"| {pair[0]} | {pair[1]} | (model {model._meta.label})"
    for what, member in ourselves.spoken():
        english = str(member.value).replace("_", " ")
        vietnamese = str(getattr(member, "label", member.value))
        if (english.casefold(), vietnamese.casefold()) not in known:
            yield f"| {english} | {vietnamese} | ({what})"


def main() -> int:
    """Print what is missing."""
    ourselves.set_up()
    from django.utils import translation

    with translation.override("vi"):
        missing = list(problems())
    print("\n".join(["GLOSSARY.md lacks:", *missing]) if missing else "every word is there")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
