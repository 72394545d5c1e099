"""Asking questions of feeds: each one text of SQL that DuckDB and Spark read alike."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import duckdb

from phuong.delivery.feed.making import MANIFEST, TABLES, VERSION, hash_of
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _

QUESTIONS: Final = Path(__file__).parent / "questions"


def questions() -> dict[str, str]:
    """Return each question by name, in words: the first line of its text."""
    found = {}
    for file in sorted(QUESTIONS.glob("*.sql")):
        found[file.stem] = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("-- ")
    return found


def text_of(name: str) -> str:
    """Return the SQL of a question."""
    if name not in questions():
        raise RuleBroken(
            "feed.unknown-question",
            _("Không có câu hỏi “%(name)s”. Xem danh sách bằng phuong country --list."),
            name=name,
        )
    return (QUESTIONS / f"{name}.sql").read_text(encoding="utf-8")


def newest(folder: Path) -> Path:
    """Return the newest whole feed of an installation's folder, or the folder where it is one."""
    if (folder / MANIFEST).exists():
        return folder
    days = sorted(file.parent for file in folder.glob(f"day=*/{MANIFEST}"))
    if not days:
        raise RuleBroken(
            "feed.none",
            _("Thư mục %(folder)s không có số liệu nào đã kết xuất xong."),
            folder=str(folder),
        )
    return days[-1]


def check(feed: Path) -> dict[str, Any]:
    """Hold every file of a feed to its manifest; return the manifest."""
    manifest: dict[str, Any] = json.loads((feed / MANIFEST).read_text(encoding="utf-8"))
    if manifest.get("v") != VERSION:
        raise RuleBroken(
            "feed.version",
            _("%(feed)s: bản %(version)s chưa đọc được. Nâng cấp phần mềm rồi thử lại."),
            feed=str(feed),
            version=str(manifest.get("v")),
        )
    for file in manifest["files"]:
        place = feed / Path(file["name"]).name
        if not place.exists() or hash_of(place) != file["sha256"]:
            raise RuleBroken(
                "feed.altered",
                _("%(file)s thiếu hoặc đã khác lúc kết xuất. Lấy lại tệp từ nơi gửi."),
                file=str(place),
            )
    return manifest


def paths(feeds: Sequence[Path]) -> dict[str, list[str]]:
    """Return of each table the files of all feeds; a ward that two of them hold is refused."""
    seen: dict[str, Path] = {}
    for feed in feeds:
        for ward in check(feed)["wards"]:
            if seen.get(ward, feed) != feed:
                raise RuleBroken(
                    "feed.twice",
                    _("Phường %(ward)s có trong cả %(one)s và %(other)s. Chọn một nơi."),
                    ward=ward,
                    one=str(seen[ward]),
                    other=str(feed),
                )
            seen[ward] = feed
    return {one.name: [str(feed / f"{one.name}.parquet") for feed in feeds] for one in TABLES}


def ask(name: str, feeds: Sequence[Path]) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Answer a question over several feeds: the names of the columns, and the rows."""
    text, found = text_of(name), paths(feeds)
    with duckdb.connect() as here:
        # Nothing is fetched from elsewhere.
        here.execute("SET autoinstall_known_extensions = false")
        for table, files in found.items():
            listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
            # The folder's `day=` is the feed's; it must not take the place of the rows' own.
            files_of = f"read_parquet([{listed}], hive_partitioning = false)"
            here.execute(f"CREATE VIEW {table} AS SELECT * FROM {files_of}")  # noqa: S608
        answer = here.execute(text)
        return [column[0] for column in answer.description or ()], answer.fetchall()
