"""What the files of the pack hold, one frozen row a thing. Texts for people are Vietnamese.

Calendar decisions are read by `workdays.pack`, which the engine uses without a database.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

NEEDS_REVIEW = frozenset({"memory", "uncertain"})


@dataclass(frozen=True, slots=True)
class ActRow:
    """A legal act."""

    number: str
    title: str
    issuer: str
    issued_on: date | None
    valid_from: date
    valid_to: date | None
    certainty: str
    note: str


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One version of a legal value."""

    key: str
    value: Any
    unit: str
    valid_from: date
    valid_to: date | None
    act: str
    article: str
    certainty: str
    note: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """An administrative unit with its days."""

    code: str
    name: str
    kind: str
    parent: str
    valid_from: date
    valid_to: date | None
    merged_into: str
    act: str
    certainty: str
    note: str


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of procedures (lĩnh vực)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SystemRow:
    """A system outside the ward, or a register that already holds a paper."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A time limit as the engine counts it; `n` is absent for `same_day` and `handover`."""

    unit: str
    n: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class MoreLimitRow:
    """Another limit for a case, such as a verification: added, or in place of the first.

    Without a unit the source knows that the time grows but not by how much.
    """

    case: str
    mode: str
    unit: str
    n: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FeeRow:
    """A fee in đồng. `is_local` is set by the city council: 0 until somebody confirms it."""

    amount: int
    per: str
    when: str = ""
    channel: str = ""
    is_local: bool = False
    first_pages: int | None = None
    then: int | None = None
    cap: int | None = None
    cap_per: str = ""
    note: str = ""

    def total(self, *, copies: int = 1, pages: int = 1) -> int:
        """Return the fee of so many copies of so many pages each."""
        if self.per == "case":
            return self.amount
        if self.per == "copy":
            return self.amount * copies
        cheap = max(0, pages - self.first_pages) if self.first_pages is not None else 0
        then = self.amount if self.then is None else self.then
        one = (pages - cheap) * self.amount + cheap * then
        return copies * (one if self.cap is None else min(one, self.cap))


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper of a dossier. `when` says in which case it is needed; `held`, who has it already."""

    name: str
    kind: str
    is_required: bool = True
    when: str = ""
    held: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question to the applicant."""

    code: str
    label: str
    type: str
    is_required: bool = True
    hint: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRow:
    """The cells of the source table, word for word."""

    code: str
    name: str
    time: str
    fee: str
    papers: str
    result: str
    cf: str


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """An administrative procedure (thủ tục hành chính), one row of the source table.

    `codes` has several members where the source gives one row for several codes; the first is the
    code to use. A code that begins with `W.` is ours. Without a `limit` nothing is certain enough
    to count by: an administrator confirms one first.
    """

    block: str
    codes: tuple[str, ...]
    newer_codes: tuple[str, ...]
    slug: str
    name: str
    title: str
    field: str
    external_system: str
    channel: str
    valid_from: date
    valid_to: date | None
    keywords: tuple[str, ...]
    limit: LimitRow | None
    limit_note: str
    more_limits: tuple[MoreLimitRow, ...]
    time_text: str
    fees: tuple[FeeRow, ...]
    fee_text: str
    papers: tuple[PaperRow, ...]
    result: str
    questions: tuple[QuestionRow, ...]
    basis: tuple[str, ...]
    code_certainty: str
    time_certainty: str
    fee_certainty: str
    code_notes: tuple[tuple[str, str], ...]
    note: str
    source: SourceRow | None

    @property
    def code(self) -> str:
        """Return the code to use."""
        return self.codes[0]

    @property
    def is_local(self) -> bool:
        """Tell whether this is the ward's own matter, outside the source table."""
        return self.source is None

    @property
    def limit_needs_review(self) -> bool:
        """Tell whether the time limit must be marked "cần rà soát"."""
        return self.limit is None or self.time_certainty in NEEDS_REVIEW

    @property
    def fee_needs_review(self) -> bool:
        """Tell whether the fee must be marked "cần rà soát"."""
        return (
            not self.fees
            or self.fee_certainty in NEEDS_REVIEW
            or any(fee.is_local for fee in self.fees)
        )
