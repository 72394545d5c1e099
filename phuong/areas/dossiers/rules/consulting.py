"""What may be asked of others, and what counts as an answer."""

from collections.abc import Sequence

from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _


def check_asks(question: str, names: Sequence[str]) -> None:
    """Refuse to ask nothing, or nobody."""
    if not question.strip():
        raise RuleBroken(
            "dossiers.consult.question", _("Ghi rõ hỏi gì, cần trả lời điều gì."), field="question"
        )
    if not any(name.strip() for name in names):
        raise RuleBroken(
            "dossiers.consult.nobody", _("Chọn ít nhất một nơi để hỏi."), field="units"
        )


def check_waits(*, waits: bool) -> None:
    """Refuse to answer, urge or take back what is settled already."""
    if not waits:
        raise WrongState(
            "dossiers.inquiry.settled",
            _("Câu hỏi này đã có trả lời hoặc đã thôi hỏi. Xem bản mới."),
        )


def check_answer(stance: str, stances: Sequence[str], answer: str, *, plain: str) -> None:
    """Refuse an answer that says nothing: only a plain yes needs no words."""
    if stance not in stances:
        raise RuleBroken("dossiers.inquiry.stance", _("Chọn ý kiến."), field="stance")
    if stance != plain and not answer.strip():
        raise RuleBroken(
            "dossiers.inquiry.answer", _("Ghi ý kiến cụ thể và lý do."), field="answer"
        )
