"""How far a draft is: its steps in order, which of them are done, what is still missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from phuong.areas.dossiers import rules
from phuong.areas.dossiers.models import Dossier, ForWhom
from phuong.areas.procedures.api import PaperInfo, VersionInfo
from phuong.kernel.documents import api as documents

FOR_WHOM, WHO, OTHER = "cho-ai", "nguoi-nop", "nop-thay"
PAPERS, RETURN = "giay-to", "cach-nhan"
QUESTION = "khai/"
MANY_QUESTIONS = 6
# The channel of what is sent from home, to this ward (`procedures.Channel`).
FROM_HOME = "here"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a draft and the paper it is of."""

    id: UUID
    paper_code: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Progress:
    """The steps of a draft and how far they are.

    A step is its address: `nguoi-nop`, `khai/born_on`. Files are asked for only where the dossier
    is sent from home; at the desk the papers themselves are looked at.
    """

    version: VersionInfo
    steps: tuple[str, ...]
    done: frozenset[str]
    files: tuple[Kept, ...]

    @property
    def is_long(self) -> bool:
        """Whether the parts are listed: more than six questions, or anything to upload."""
        return len(self.version.questions) > MANY_QUESTIONS or bool(self.slots)

    @property
    def is_sent_from_home(self) -> bool:
        """Whether the dossier goes in by this page, and not over the counter."""
        return self.version.channel == FROM_HOME

    @property
    def slots(self) -> tuple[PaperInfo, ...]:
        """The papers that somebody has to bring or upload: not those that a register holds."""
        return tuple(paper for paper in self.version.papers if not paper.held_in)

    @property
    def next_step(self) -> str | None:
        """The first step that is not done; None when all can be checked."""
        return next((step for step in self.steps if not self.is_done(step)), None)

    def is_done(self, step: str) -> bool:
        """Tell whether a step was answered, and with all that it needs."""
        if step == PAPERS and self.missing:
            return False
        return step in self.done

    @property
    def missing(self) -> tuple[rules.AskedPaper, ...]:
        """The papers without which the dossier cannot be sent from home."""
        if not self.is_sent_from_home:
            return ()
        return rules.missing_papers(self.version.papers, self.given)

    @property
    def given(self) -> Mapping[str, str]:
        """In what form each paper is there: held in a register, or as an uploaded picture."""
        return papers_given(self.version.papers, {file.paper_code for file in self.files})

    def of(self, paper_code: str) -> tuple[Kept, ...]:
        """Return the files of one paper."""
        return tuple(file for file in self.files if file.paper_code == paper_code)


def papers_given(papers: Sequence[PaperInfo], uploaded: set[str]) -> dict[str, str]:
    """Return in what form each paper is there; what is neither is left out."""
    forms = {}
    for paper in papers:
        if paper.held_in:
            forms[paper.code] = "held"
        elif paper.code in uploaded:
            forms[paper.code] = "photo"
    return forms


def steps_of(version: VersionInfo, for_whom: str) -> tuple[str, ...]:
    """Return the steps of a procedure's draft in their order."""
    return (
        FOR_WHOM,
        WHO,
        *((OTHER,) if for_whom == ForWhom.OTHER else ()),
        *(f"{QUESTION}{question.code}" for question in version.questions),
        *((PAPERS,) if version.papers else ()),
        RETURN,
    )


def progress(dossier: Dossier, version: VersionInfo) -> Progress:
    """Return how far a draft is: one statement, for its files."""
    files = tuple(
        Kept(row.id, row.purpose.partition(":")[2], row.name, row.size)
        for row in documents.of_subject(dossier.ward_id, dossier.id)
        if row.purpose.startswith("paper:")
    )
    return Progress(
        version,
        steps_of(version, dossier.applicant.for_whom),
        frozenset(dossier.applicant.steps),
        files,
    )
