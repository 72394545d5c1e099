"""Translations without any system tool: find what is marked, keep the catalogues, compile them.

    python -m tools.catalogues compile    every .po beside its .mo
    python -m tools.catalogues sync       locale/en takes in new sentences and drops dead ones
    python -m tools.catalogues check      what is missing, one line each; exit 1 if anything is

The sentences in the code are Vietnamese; `locale/en` has the English ones. `locale/vi` gives the
Vietnamese of foreign packages' English sentences, and is only compiled.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENGLISH = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
SOURCES = ("phuong",)
MARKS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), ("id",)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), ("id", "plural")),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ("context", "id")),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ("context", "id", "plural")),
}
STRING = r"""(?:u?'(?:[^'\\\n]|\\.)*'|u?"(?:[^"\\\n]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({STRING}(?:\s*,\s*{STRING})*)")
VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE
)
PLACES = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")
# A translator's word that a sentence is a name, or the same in both languages.
ALLOWED = "proper name"
HEADER = (
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Language: en\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
)


@dataclass
class Entry:
    """One sentence: its key (context, msgid, plural), its translations and what is said of it."""

    id: str
    plural: str | None = None
    context: str | None = None
    strings: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    # Marked somewhere as one sentence and elsewhere with a plural: gettext finds only the latter.
    mixed: bool = False

    @property
    def key(self) -> tuple[str | None, str]:
        """Return what makes the entry one of its kind."""
        return self.context, self.id


def read(path: Path) -> list[Entry]:
    """Read a catalogue; the header is the entry with an empty id."""
    entries, lines = [], []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        if line.strip():
            lines.append(line.strip())
        elif lines:
            if not all(one.startswith(("#~", "#")) for one in lines):
                entries.append(_entry(lines))
            lines = []
    return entries


def _entry(lines: Iterable[str]) -> Entry:
    entry, parts, at = Entry(""), {}, ""
    for line in lines:
        if line.startswith("#,"):
            entry.flags |= {flag.strip() for flag in line[2:].split(",")}
        elif line.startswith("#:"):
            entry.places += line[2:].split()
        elif line.startswith("#"):
            entry.comments.append(line)
        else:
            if not line.startswith('"'):
                at, _, line = line.partition(" ")
                parts[at] = ""
            parts[at] += ast.literal_eval(line)
    entry.context, entry.id = parts.get("msgctxt"), parts.get("msgid", "")
    entry.plural = parts.get("msgid_plural")
    entry.strings = [parts[name] for name in sorted(parts) if name.startswith("msgstr")]
    return entry


def write(path: Path, entries: Iterable[Entry]) -> None:
    """Write a catalogue in one settled form, so that a change is a small difference."""
    blocks = []
    for entry in entries:
        lines = list(entry.comments)
        lines += [f"#: {place}" for place in entry.places]
        lines += [f"#, {', '.join(sorted(entry.flags))}"] if entry.flags else []
        lines += [f"msgctxt {_quoted(entry.context)}"] if entry.context is not None else []
        lines += [f"msgid {_quoted(entry.id)}"]
        if entry.plural is None:
            lines += [f"msgstr {_quoted(entry.strings[0] if entry.strings else '')}"]
        else:
            lines += [f"msgid_plural {_quoted(entry.plural)}"]
            both = [*entry.strings, "", ""][: max(2, len(entry.strings))]
            lines += [f"msgstr[{at}] {_quoted(text)}" for at, text in enumerate(both)]
        blocks.append("\n".join(lines))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(blocks) + "\n", "utf-8")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    if "\n" not in escaped:
        return f'"{escaped}"'
    pieces = [piece.replace("\n", "\\n") for piece in escaped.splitlines(keepends=True)]
    return "\n".join(['""', *(f'"{piece}"' for piece in pieces)])


def compile_one(source: Path) -> int:
    """Write the .mo beside a .po and return the number of sentences in it."""
    messages: dict[bytes, bytes] = {}
    for entry in read(source):
        if not all(entry.strings) or not entry.strings or "fuzzy" in entry.flags:
            continue
        key = entry.id if entry.plural is None else f"{entry.id}\0{entry.plural}"
        if entry.context is not None:
            key = f"{entry.context}\4{key}"
        messages[key.encode()] = "\0".join(entry.strings).encode()
    ids, strings = b"", b""
    table: list[tuple[int, int, int, int]] = []
    for name, words in sorted(messages.items()):
        table.append((len(name), len(ids), len(words), len(strings)))
        ids += name + b"\0"
        strings += words + b"\0"
    begin, size = 28, 8 * len(table)
    id_at, string_at = begin + 2 * size, begin + 2 * size + len(ids)
    out = struct.pack("<7I", 0x950412DE, 0, len(table), begin, begin + size, 0, 0)
    out += b"".join(struct.pack("<2I", length, id_at + at) for length, at, _, _ in table)
    out += b"".join(struct.pack("<2I", length, string_at + at) for _, _, length, at in table)
    source.with_suffix(".mo").write_bytes(out + ids + strings)
    return len(table)


def found() -> list[Entry]:
    """Return every sentence marked in the sources, in the order of their files."""
    entries: dict[tuple[str | None, str], Entry] = {}
    for path in sorted(p for folder in SOURCES for p in (ROOT / folder).rglob("*")):
        if "tests" in path.parts or path.suffix not in {".py", ".html", ".txt"}:
            continue
        for entry in _in_python(path) if path.suffix == ".py" else _in_template(path):
            entry.places = [path.relative_to(ROOT).as_posix()]
            known = entries.setdefault(entry.key, entry)
            known.places = sorted({*known.places, *entry.places})
            known.mixed |= known.plural != entry.plural
            known.plural = known.plural or entry.plural
    return list(entries.values())


def _in_python(path: Path) -> Iterator[Entry]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        wanted = MARKS.get(name)
        texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
        if wanted and len(texts) >= len(wanted) and isinstance(texts[0], str):
            yield _marked(wanted, [str(text) for text in texts])


def _marked(wanted: Sequence[str], texts: Sequence[str]) -> Entry:
    said = dict(zip(wanted, texts, strict=False))
    return Entry(said["id"], said.get("plural"), said.get("context"))


def _in_template(path: Path) -> Iterator[Entry]:
    from django.utils.translation.template import templatize

    # Django's own reading of its templates, as text with calls in it.
    text = templatize(path.read_text("utf-8"), origin=str(path))
    for name, arguments in TEMPLATE_CALL.findall(text):
        texts = [ast.literal_eval(one) for one in re.findall(STRING, arguments)]
        yield _marked(MARKS[name], texts)


def sync() -> tuple[int, int]:
    """Bring the English catalogue in line with the sources; return (new, dropped)."""
    kept = {entry.key: entry for entry in read(ENGLISH)} if ENGLISH.exists() else {}
    header = kept.pop((None, ""), Entry("", strings=[HEADER]))
    fresh = found()
    for entry in fresh:
        if old := kept.get(entry.key):
            entry.strings, entry.comments = old.strings, old.comments
            entry.flags = old.flags
    write(ENGLISH, [header, *fresh])
    keys = {entry.key for entry in fresh}
    return len(keys - kept.keys()), len(kept.keys() - keys)


def problems() -> list[str]:
    """Return what is wrong with the English catalogue, one line each."""
    if not ENGLISH.exists():
        return [f"{ENGLISH.relative_to(ROOT)} does not exist"]
    known = {entry.key: entry for entry in read(ENGLISH) if entry.id}
    marked = {entry.key: entry for entry in found()}
    lines = [f"not in the catalogue: {key[1]!r}" for key in marked.keys() - known.keys()]
    lines += [f"no longer in the sources: {key[1]!r}" for key in known.keys() - marked.keys()]
    lines += [f"with and without a plural: {one.id!r}" for one in marked.values() if one.mixed]
    for entry in known.values():
        lines += [f"{why}: {entry.id!r}" for why in _faults(entry)]
    return sorted(lines)


def _faults(entry: Entry) -> Iterator[str]:
    if not entry.strings or not all(entry.strings):
        yield "no English"
        return
    if entry.plural is not None and len(entry.strings) != 2:
        yield "English has two forms"
    if "fuzzy" in entry.flags:
        yield "fuzzy"
    asked = set(PLACES.findall(entry.id)) | set(PLACES.findall(entry.plural or ""))
    for text in entry.strings:
        if set(PLACES.findall(text)) - asked:
            yield "a place that the sentence has not"
    if any(ALLOWED in comment for comment in entry.comments):
        return
    if entry.id in entry.strings:
        yield "equal to the Vietnamese"
    if any(VIETNAMESE.search(text) for text in entry.strings):
        yield "Vietnamese letters in the English"


def main(arguments: list[str]) -> int:
    """Do what is asked and say what was done."""
    if arguments == ["compile"]:
        for source in sorted((ROOT / "locale").rglob("*.po")):
            print(f"{source.relative_to(ROOT)}: {compile_one(source)}")
        return 0
    if arguments == ["sync"]:
        print("{} new, {} dropped".format(*sync()))
        return 0
    if arguments == ["check"]:
        lines = problems()
        print("\n".join(lines))
        return 1 if lines else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
