"""Putting right what was written down wrongly after a dossier was received."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from phuong.areas.dossiers.rules.asking import AskedPaper, missing_papers
from phuong.areas.dossiers.states import State
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _

PROCEDURE, TOGETHER = "procedure", "together"
PAPER, NUMBER, NOTE, ANSWER = "paper:", "number:", "note:", "answer:"
# What concerns only how the applicant is reached: it may be put right when the result is signed.
CONTACT = frozenset({"phone", "email", "tell_by", "address", "return_method"})
_BEFORE_RECEIPT = (
    "dossiers.correct.not-received",
    _("Hồ sơ chưa tiếp nhận nên chưa có giấy hẹn để đính chính. Tiếp nhận trước đã."),
)
_ENDED = (
    "dossiers.correct.ended",
    _("Hồ sơ đã khép lại, không đính chính được. Muốn làm lại thì tiếp nhận hồ sơ mới."),
)
_REFUSED = {
    State.DRAFT: _BEFORE_RECEIPT,
    State.PREPARED: _BEFORE_RECEIPT,
    State.SENT: _BEFORE_RECEIPT,
    State.SUPPLEMENT_INTAKE: _BEFORE_RECEIPT,
    State.FORWARDED: (
        "dossiers.correct.forwarded",
        _("Nơi khác giải quyết hồ sơ này. Nhờ nơi ấy đính chính."),
    ),
    State.RETURNED: (
        "dossiers.correct.returned",
        _("Kết quả đã trả. Nếu kết quả sai, nhờ lãnh đạo dùng “Thay thế kết quả”."),
    ),
    State.NOT_ACCEPTED: _ENDED,
    State.STOPPED: _ENDED,
    State.WITHDRAWN: _ENDED,
    State.DISCARDED: _ENDED,
}


Answers = Mapping[str, str]


class AskedQuestion(Protocol):
    """A question as the procedure's version asks it."""

    @property
    def code(self) -> str:
        """The question's code."""

    @property
    def label(self) -> str:
        """The question."""

    @property
    def required(self) -> bool:
        """Whether it must be answered."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing put right: what, the name of a paper, the old value and the new one."""

    what: str
    name: str
    before: str
    after: str


def check_may_correct(state: State) -> None:
    """Refuse where no receipt stands that could be corrected."""
    if state in _REFUSED:
        code, words = _REFUSED[state]
        raise WrongState(code, words)


def check_correction(changes: Sequence[Change], reason: str, state: State) -> None:
    """Refuse a correction that changes nothing, gives no reason, or comes too late."""
    if not changes:
        raise RuleBroken(
            "dossiers.correct.nothing", _("Chưa có gì thay đổi. Sửa chỗ ghi sai rồi bấm lại.")
        )
    if not reason.strip():
        raise RuleBroken(
            "dossiers.correct.reason", _("Ghi vì sao đính chính: sai ở đâu."), field="reason"
        )
    whats = {change.what for change in changes}
    if state == State.READY and not whats <= CONTACT:
        raise RuleBroken(
            "dossiers.correct.signed",
            _(
                "Kết quả đã ký, chỉ còn sửa được cách liên lạc và cách nhận."
                " Nhờ lãnh đạo dùng “Thay thế kết quả”."
            ),
        )
    if PROCEDURE in whats and state == State.SIGNING:
        raise RuleBroken(
            "dossiers.correct.procedure-signing",
            _("Dự thảo theo thủ tục cũ đang chờ ký. Nhờ lãnh đạo trả lại dự thảo rồi đính chính."),
        )
    if PROCEDURE in whats and state == State.PAYMENT:
        raise RuleBroken(
            "dossiers.correct.procedure-payment",
            _("Đang chờ nộp tiền theo thủ tục cũ. Thôi yêu cầu nộp tiền rồi đính chính thủ tục."),
        )
    if PROCEDURE in whats and state == State.SUPPLEMENT:
        raise RuleBroken(
            "dossiers.correct.procedure-supplement",
            _("Đang chờ bổ sung theo thủ tục cũ. Nhận giấy tờ bổ sung rồi đính chính thủ tục."),
        )
    _check_answers(whats, state)


def _check_answers(whats: Iterable[str], state: State) -> None:
    """Refuse to put an answer right where something that was made of the old one waits."""
    if not any(what.startswith(ANSWER) for what in whats):
        return
    if state == State.SIGNING:
        raise RuleBroken(
            "dossiers.correct.answers-signing",
            _(
                "Dự thảo viết theo nội dung khai cũ đang chờ ký."
                " Nhờ lãnh đạo trả lại dự thảo rồi đính chính nội dung khai."
            ),
        )
    if state == State.PAYMENT:
        raise RuleBroken(
            "dossiers.correct.answers-payment",
            _(
                "Đang chờ nộp tiền tính theo nội dung khai cũ."
                " Thôi yêu cầu nộp tiền rồi đính chính nội dung khai."
            ),
        )


def check_answered(asked: Iterable[AskedQuestion], old: Answers, new: Answers) -> None:
    """Refuse to take away an answer that must be there."""
    for question in asked:
        if question.required and old.get(question.code) and not new.get(question.code):
            raise RuleBroken(
                "dossiers.correct.answer-missing",
                _("“%(question)s” phải có câu trả lời. Ghi câu trả lời đúng."),
                field=f"answer-{question.code}",
                question=question.label,
            )


def check_returned(name: str, returned: int, originals: int) -> None:
    """Refuse to say that fewer originals came than were given back already."""
    if originals < returned:
        raise RuleBroken(
            "dossiers.correct.given-back",
            _("“%(name)s”: đã trả lại %(returned)s bản chính. Ghi ít nhất từng ấy bản chính."),
            name=name,
            returned=returned,
        )


def check_papers_corrected(asked: Iterable[AskedPaper], given: Mapping[str, str]) -> None:
    """Refuse to take a paper off that must be there: a received dossier is asked for it."""
    missing = missing_papers(asked, given)
    if missing:
        raise RuleBroken(
            "dossiers.correct.incomplete",
            _(
                "Thiếu: %(papers)s. Hồ sơ đã tiếp nhận, nhờ người giải quyết yêu cầu bổ sung"
                " thay vì xoá giấy tờ."
            ),
            papers="; ".join(paper.name for paper in missing),
        )


def check_receipt_seen(seen: int, turn: int) -> None:
    """Refuse to correct over what somebody else has just put right."""
    if seen != turn:
        raise WrongState(
            "dossiers.correct.meanwhile",
            _("Người khác vừa đính chính hồ sơ này. Mở lại hồ sơ, xem bản mới rồi sửa tiếp."),
        )
