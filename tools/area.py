"""`make area NAME=…`: the skeleton of an area, every file with its one sentence."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILES = {
    "states.py": "The life of {thing} as a table, and the words its states are shown by.",
    "rules.py": "Pure rules of {thing}: values in, an answer or a refusal out; no Django.",
    "models.py": "What is stored of {thing}, and the questions asked of many rows of it.",
    "policy.py": "Who may see and do what with {thing}: the only place that decides access.",
    "queries.py": "Answers over several models of {thing}, as frozen dataclasses.",
    "measures.py": "The figures that {thing} offers, each with its formula in words and its rows.",
    "cards.py": "How {thing} shows in worklists, links and notices of others.",
    "notices.py": "The messages that {thing} sends: what, until when, what to do; never a name.",
    "actions.py": "Every write to {thing} that a person can cause.",
    "api.py": "What upper storeys may import of {thing}; re-exports only.",
    "jobs.py": "Every write to {thing} that time can cause; each may run twice.",
    "forms.py": "The forms of {thing}: they clean what was typed, and neither save nor decide.",
    "views.py": "The pages of {thing}.",
    "urls.py": "The addresses of {thing}.",
}
APP = '''"""The Django app of {name}."""

from django.apps import AppConfig


class {camel}Config(AppConfig):
    """See the package."""

    name = "phuong.areas.{name}"
    label = "{name}"
'''


def main(arguments: list[str]) -> int:
    """Write the files of a new area, and say what is left to do."""
    if len(arguments) != 1 or not re.fullmatch(r"[a-z]+(_[a-z]+)*", arguments[0]):
        print("Give one name in small letters: make area NAME=office", file=sys.stderr)
        return 2
    name = arguments[0]
    folder = ROOT / "phuong" / "areas" / name
    if folder.exists():
        print(f"{folder.relative_to(ROOT)} is there already.", file=sys.stderr)
        return 1
    thing = name.replace("_", " ")
    for sub in ("migrations", "tests", f"templates/{name}"):
        (folder / sub).mkdir(parents=True)
    for package in ("migrations", "tests"):
        (folder / package / "__init__.py").write_text("", "utf-8")
    (folder / "__init__.py").write_text(f'"""The area of {thing}."""\n', "utf-8")
    camel = "".join(part.capitalize() for part in name.split("_"))
    (folder / "apps.py").write_text(APP.format(name=name, camel=camel), "utf-8")
    for file, sentence in FILES.items():
        (folder / file).write_text(f'"""{sentence.format(thing=thing)}"""\n', "utf-8")
    print(f"{folder.relative_to(ROOT)} stands. Left: INSTALLED_APPS, phuong/delivery/urls.py,")
    print("the storey in pyproject.toml's import contracts, GLOSSARY.md, CHANGELOG.md.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
