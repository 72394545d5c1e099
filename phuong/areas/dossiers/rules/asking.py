"""What a dossier needs, what may be asked for, and what every refusal says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _


class AskedPaper(Protocol):
    """A paper as the procedure's version asks for it."""

    @property
    def code(self) -> str:
        """The slot's code."""

    @property
    def name(self) -> str:
        """The paper's name."""

    @property
    def required(self) -> bool:
        """Whether nothing goes on without it."""

    @property
    def held_in(self) -> str:
        """The register that holds it already, or nothing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing an applicant is asked for."""

    name: str
    why: str
    basis: str
    how: str = ""
    paper_code: str = ""


def check_may_begin(*, usable: bool) -> None:
    """Refuse to begin a dossier whose time limit nobody has confirmed."""
    if not usable:
        raise RuleBroken(
            "dossiers.procedure.without-limit-yet",
            _(
                "Thủ tục này đang chờ xác nhận thời hạn, chưa nộp tại đây được."
                " Mời đến Bộ phận Một cửa để được hướng dẫn."
            ),
        )


def missing_papers(asked: Iterable[AskedPaper], given: Mapping[str, str]) -> tuple[AskedPaper, ...]:
    """Return the required papers that are neither handed in nor held in a register.

    `given` maps a paper's code to the form in which it is there (`Paper.Form`).
    """
    return tuple(
        paper
        for paper in asked
        if paper.required
        and not paper.held_in
        and given.get(paper.code, "missing") in ("", "missing")
    )


def is_digitised(papers: Mapping[str, str], files: Iterable[str]) -> bool:
    """Tell whether every paper that was handed in, each by its code, came as a file or with one."""
    given = {code for code, form in papers.items() if form in ("original", "copy", "photo")}
    return given <= set(files)


def check_complete(asked: Iterable[AskedPaper], given: Mapping[str, str]) -> None:
    """Refuse to receive a dossier that lacks a paper (NĐ 309/2026, Art. 17.3: complete)."""
    missing = missing_papers(asked, given)
    if missing:
        raise RuleBroken(
            "dossiers.receive.incomplete",
            _(
                "Còn thiếu: %(papers)s. In phiếu hướng dẫn để người nộp biết đủ một lần,"
                " hoặc đánh dấu giấy tờ đã có."
            ),
            field="papers",
            papers="; ".join(paper.name for paper in missing),
        )


def check_may_ask(asked_before: int, allowed: int) -> None:
    """Refuse a further request: the applicant is asked once, for everything (Art. 17.2a)."""
    if asked_before >= allowed:
        raise RuleBroken(
            "dossiers.supplement.asked-already",
            _(
                "Hồ sơ đã được yêu cầu bổ sung %(times)s lần. Yêu cầu thêm phải do lãnh đạo duyệt,"
                " có lý do và lời xin lỗi."
            ),
            times=asked_before,
        )


def check_asked(items: Sequence[Asked]) -> None:
    """Refuse a request that names nothing, or that gives no reason or ground."""
    if not items:
        raise RuleBroken(
            "dossiers.supplement.nothing",
            _("Nêu ít nhất một giấy tờ hoặc nội dung cần bổ sung."),
            field="items",
        )
    for item in items:
        if not item.why.strip() or not item.basis.strip():
            raise RuleBroken(
                "dossiers.supplement.without-ground",
                _("Ghi vì sao cần “%(name)s” và căn cứ quy định nào."),
                field="items",
                name=item.name,
            )


def check_not_held(items: Sequence[Asked], asked: Iterable[AskedPaper]) -> None:
    """Refuse to ask for what a register holds (NĐ 309/2026, Art. 4.2a)."""
    held = {paper.code: paper for paper in asked if paper.held_in}
    for item in items:
        if item.paper_code in held:
            raise RuleBroken(
                "dossiers.supplement.held",
                _("“%(name)s” đã có trong cơ sở dữ liệu, không được yêu cầu nộp lại."),
                field="items",
                name=item.name,
            )


def check_reason(reason: str, basis: str, next_step: str) -> None:
    """Refuse a refusal without reason, ground and next step."""
    for value, field, sentence in (
        (reason, "reason", _("Ghi lý do cụ thể để người nộp hiểu.")),
        (basis, "basis", _("Ghi căn cứ: điều, khoản, văn bản.")),
        (next_step, "next_step", _("Ghi việc người nộp có thể làm tiếp.")),
    ):
        if not value.strip():
            raise RuleBroken(f"dossiers.refusal.{field.replace('_', '-')}", sentence, field=field)


def answer_by(asked_on: date, days: int) -> date:
    """Return the last day for the supplement, in calendar days after the request."""
    return asked_on + timedelta(days=days)


def is_unanswered_for_too_long(answer_by_day: date, today: date) -> bool:
    """Tell whether the time for a supplement has run out."""
    return today > answer_by_day
