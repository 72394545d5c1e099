"""Certifications, made by real acts, for tests."""

from typing import Any

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.actions.certifying import Certified, Taken
from phuong.areas.dossiers.actions.given import Given
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.rules.certifying import BOOKS
from phuong.areas.dossiers.tests.builders import Desk
from phuong.areas.procedures import api as procedures
from phuong.areas.procedures.api import VersionInfo
from phuong.areas.procedures.rules.rows import FeeRow, FieldRow, PaperRow, ProcedureRow
from phuong.areas.procedures.tests.builders import make_row
from tests.support.builders import MONDAY

HOA = Given(name="Lê Thị Hoa Hường", id_number="092158000123")
BY_PAGE = FeeRow(2000, per="page", first_pages=2, then=1000, cap=200_000)
PAPERS = {"ban-chinh": "original", "ban-sao": "copy"}


def rows() -> list[ProcedureRow]:
    """Return the two procedures of the books, as the pack has them."""
    common: dict[str, Any] = {
        "field": FieldRow("chung-thuc", "Chứng thực"),
        "limit_unit": "same_day",
        "limit_n": 1,
        "limit_text": "Trong ngày",
        "papers": (
            PaperRow("ban-chinh", "Bản chính", "present"),
            PaperRow("ban-sao", "Bản sao", "copy"),
        ),
        "questions": (),
        "fee_amount": None,
    }
    return [
        make_row(BOOKS["copy"], result="Bản sao chứng thực", fees=(BY_PAGE,), **common),
        make_row(
            BOOKS["signature"],
            result="Văn bản đã chứng thực chữ ký",
            fees=(FeeRow(10_000),),
            **common,
        ),
    ]


def load_books(desk: Desk) -> dict[str, VersionInfo]:
    """Let a ward have the procedures of the books; return the version of each."""
    procedures.load(rows())
    procedures.forget()
    found = {}
    for book, slug in BOOKS.items():
        version = procedures.current(desk.ward.pk, slug, MONDAY.date())
        assert version is not None
        found[book] = version
    return found


def certify_now(
    desk: Desk,
    now: Any = MONDAY,
    *,
    book: str = "copy",
    copies: int = 2,
    pages: int = 3,
    how: str = "cash",
    request_id: Any = None,
    given: Given = HOA,
    signer_id: Any = None,
) -> Dossier:
    """Certify at once what somebody waits for."""
    version = load_books(desk)[book]
    fees = procedures.of_channel(version.fees, procedures.DESK)
    due = queries.due_of(procedures.price(fees, 0, copies=copies, pages=pages), version)
    return actions.certify_at_once(
        desk.of(desk.reception, now, request_id=request_id),
        desk.ward,
        version,
        given,
        Certified("Bằng tốt nghiệp", copies, pages, signer_id),
        Taken(due, how),
    )


def in_the_books(desk: Desk, dossier: Dossier, on: dict[str, Any]) -> dict[str, Any]:
    """Return what is done with the books of certification, as the moves of a life are tried."""
    by = desk.of(desk.reception, **on)
    what = Certified("Bằng tốt nghiệp", 2, 3, None)
    version = queries.version(dossier)
    return {
        "certify": lambda: actions.certify(by, desk.ward, dossier, version, what),
        "void_certification": lambda: actions.void_certification(
            by, desk.ward, dossier, reason="Ghi sai số trang."
        ),
    }


def receive_for_book(desk: Desk, now: Any = MONDAY) -> Dossier:
    """Receive what is certified later: many pages, or after the line of the day."""
    version = load_books(desk)["copy"]
    return actions.take_in(desk.of(desk.reception, now), desk.ward, version, HOA, PAPERS)
