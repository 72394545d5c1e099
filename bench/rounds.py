"""The rounds: each row's sides in turn, so that a noisy minute meets all of them alike."""

import os
import pickle
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench import replay
from bench.crew import Asking, Client, Crew, Told
from bench.place import TICKS, Place

CAPTURES = 6
EXPRESS = "/can-bo/quay/chung-thuc/"
FORM = "/can-bo/quay/tiep-nhan/?thu-tuc={slug}"
WORK = "/can-bo/viec/"
AFTER = b"sau="
LINE = {"book": "copy", "who": "Lê Thị Hoa", "document": "btn", "act": "cash"}
LINE |= {"copies": "2", "pages": "3"}


@dataclass(slots=True)
class Row:
    """One kind of work: how ours is asked, how bare is, and who asks."""

    name: str
    kind: str
    paths: list[str]
    cookies: list[dict[str, str]]
    bare: str = ""
    look_ups: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    form: str = ""
    work: replay.Work | None = None
    page_bytes: int = 0
    rounds: dict[str, list[Told]] = field(default_factory=dict)
    cpu: dict[str, list[float]] = field(default_factory=dict)

    def asking(self, place: Place, seconds: float, paths: list[str], kind: str = "") -> Asking:
        """Return what the clients are told."""
        return Asking(
            place.port, seconds, kind or self.kind, paths, self.cookies, self.form, self.fields
        )


def rows(place: Place, known: Mapping[str, Any]) -> tuple[list[Row], list[str]]:
    """Return the rows whose pages are there, and the names of the others."""
    reception = [{"sessionid": key} for key in known["sessions"]["reception"]]
    leader = [{"sessionid": key} for key in known["sessions"]["leader"]]
    form = FORM.format(slug=known["slug"])
    fields = {"name": "Lê Thị Hoa", "phone": "0905123412", "for_whom": "self"}
    fields |= {"return_method": "counter", "outcome": "receive", **known["papers"]}
    codes = known["own"]
    own = [f"/ho-so/{code}/" for code in codes]
    spaces = [f"/can-bo/ho-so/{code}/" for code in known["codes"]]
    bare_form = f"/bench/nop/?thu-tuc={known['slug']}"
    found = [
        Row("file", "file", [form], reception, bare_form, fields=fields, form=form),
        Row("again", "again", [form], reception, fields=fields, form=form),
        # Each is a dossier received, certified, paid for and handed over in one act.
        Row("express", "plain", [EXPRESS], reception, fields=LINE, form=EXPRESS),
        Row(
            "status",
            "get",
            own,
            [known["proof"]],
            own[0],
            [f"/bench/mot/{code}/" for code in codes],
        ),
        Row("workspace", "get", spaces, reception, spaces[0]),
        Row("worklist", "get", [WORK], reception, WORK),
        Row("worklist-after", "get", [_second_page(place, reception[0])], reception, WORK),
        Row("worklist-rarest", "get", [f"{WORK}?field={known['rarest']}"], reception, WORK),
        Row("leader", "get", ["/lanh-dao/"], leader, "/lanh-dao/"),
    ]
    there = [row for row in found if _answers(place, row)]
    return there, [row.name for row in found if row not in there]


def _second_page(place: Place, cookies: dict[str, str]) -> str:
    one = Client(place.port, cookies)
    one.ask(WORK)
    text = one.answer
    one.close()
    start = text.find(b"?", text.rfind(b'href="', 0, text.find(AFTER)))
    if AFTER not in text or start < 0:
        return WORK + "?khong-co"
    query = text[start : text.index(b'"', start)].decode().replace("&amp;", "&")
    return WORK + query


def _answers(place: Place, row: Row) -> bool:
    one = Client(place.port, row.cookies[0])
    status, _hint = one.ask(row.paths[0])
    row.page_bytes = len(zlib.compress(one.answer, 6))
    one.close()
    return status == 200 and "khong-co" not in row.paths[0]


def capture(place: Place, row: Row, pragmas: str) -> None:
    """Let the server leave the statements of a few requests, and make them ready to replay."""
    captures, file = [], place.folder / "capture.pickle"
    one = Client(place.port, row.cookies[0])
    asking = row.asking(place, 1, row.paths)
    one.prepare(asking)
    for _each in range(CAPTURES):
        body = one.body(asking) if row.kind != "get" else b""
        one.ask(row.paths[0], body, **{"X-Bench-Capture": str(file)})
        captures.append(pickle.loads(file.read_bytes()))  # noqa: S301
    one.close()
    usual = replay.usual(captures)
    fresh = replay.fresh_values(usual) if row.kind == "file" else []
    row.work = replay.Work(
        place.database,
        place.url,
        pragmas,
        usual[0],
        fresh,
        str(_folder(place) if row.kind == "file" else ""),
        3 if row.kind == "file" else 0,
    )


def _folder(place: Place) -> Path:
    folder = place.folder / "raw-files"
    folder.mkdir(exist_ok=True)
    return folder


def measure(
    crew: Crew,
    place: Place,
    found: list[Row],
    rounds: int,
    seconds: float,
    say: Callable[[str], None],
) -> float:
    """Go round: each row's sides one after the other, then the next row, then all of it again.

    Return the share of the processor that others took meanwhile.
    """
    for row in found:
        for _name, side in sides(crew, place, row, 0.3):
            side()  # What each process remembers is read before anything counts.
    busy, mine, begun = busy_seconds(), 0.0, time.perf_counter()
    for number in range(rounds):
        say(f"{place.database}: round {number + 1} of {rounds}")
        for row in found:
            for name, side in sides(crew, place, row, seconds):
                before = place.cpu()
                told = side()
                server = place.cpu() - before
                spent = server + (0 if name != "raw" else told.cpu)
                mine += server + told.cpu
                row.rounds.setdefault(name, []).append(told)
                each = spent * 1000 / max(len(told.milliseconds), 1)
                row.cpu.setdefault(name, []).append(each)
    whole = (time.perf_counter() - begun) * (os.cpu_count() or 1)
    return max(0.0, busy_seconds() - busy - mine) / whole


def busy_seconds() -> float:
    """Return how long the processors of this machine were busy so far, or held back by its host."""
    first = Path("/proc/stat").read_text().partition("\n")[0].split()[1:]
    user, nice, system, _idle, _waiting, irq, softirq, steal = (int(each) for each in first[:8])
    return (user + nice + system + irq + softirq + steal) / TICKS


def sides(
    crew: Crew, place: Place, row: Row, seconds: float
) -> list[tuple[str, Callable[[], Told]]]:
    """Return how each side of a row is measured."""
    found = [("ours", lambda: crew.ask(row.asking(place, seconds, row.paths)))]
    if row.work is not None:
        work = row.work
        found.append(("raw", lambda: crew.replay(work, seconds)))
    if row.bare:
        file = row.kind == "file"
        path = row.bare if file else f"/bench/trang/?as={quote(row.bare)}"
        found.append(("bare", lambda: crew.ask(row.asking(place, seconds, [path]))))
    if row.look_ups:
        found.append(("look-up", lambda: crew.ask(row.asking(place, seconds, row.look_ups))))
    return found
