"""A procedure as it comes from the pack: values, their fingerprint, and the words to find it by."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

from phuong.areas.procedures.rules.versions import doubts


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of administration."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper that is asked for; `held_in` names the register that has it already."""

    code: str
    name: str
    kind: str
    required: bool = True
    condition: str = ""
    held_in: str = ""
    held_name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question that is asked."""

    code: str
    label: str
    kind: str
    required: bool = True
    hint: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One line of the fees, in đồng: for what, by which way of filing, in which case.

    `local` is set by the city's council and not known to the pack. A page costs `amount` up to
    `first_pages`, then `then`, no copy more than `cap`. `basis` is the text that sets this line,
    where it is another than the procedure's.
    """

    amount: int
    per: str = "case"
    condition: str = ""
    channel: str = ""
    local: bool = False
    first_pages: int | None = None
    then: int | None = None
    cap: int | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """All that is frozen in a version."""

    valid_from: date
    valid_to: date | None
    code: str
    name: str
    external_system: str
    system_name: str
    channel: str
    limit_unit: str
    limit_n: int | None
    limit_text: str
    verify_text: str
    fee_text: str
    fee_amount: int | None
    result: str
    advice: str
    legal_basis: str
    certainty_code: str
    certainty_time: str
    certainty_fee: str
    review_note: str
    papers: tuple[PaperRow, ...] = ()
    questions: tuple[QuestionRow, ...] = ()
    fees: tuple[FeeRow, ...] = ()

    @property
    def fingerprint(self) -> str:
        """A digest of everything: the same row loaded twice makes one version."""
        values = asdict(self)
        for fee in values["fees"]:
            # Versions written before a line could name its own text keep their digest.
            if not fee["basis"]:
                del fee["basis"]
        told = json.dumps(values, default=str, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def needs_review(self) -> bool:
        """Whether an administrator should look at it."""
        return doubts(
            code=self.certainty_code,
            time=self.certainty_time,
            fee=self.certainty_fee,
            has_limit=bool(self.limit_unit),
        ).any


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """A procedure, the words people use for it, and its version."""

    slug: str
    field: FieldRow
    version: VersionRow
    other_codes: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
