"""What all lives share: the ward, its time, its people, and the sentences they use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from uuid import UUID

from phuong.areas.dossiers import api as dossiers
from phuong.areas.dossiers.api import Asked, Dossier, Given, GivenFile
from phuong.areas.procedures.api import PaperInfo, VersionInfo
from phuong.delivery.demo.crowd import Crowd
from phuong.delivery.demo.hours import OfficeTime
from phuong.delivery.demo.pack import DemoPack
from phuong.delivery.demo.sheets import Sheets
from phuong.delivery.demo.staff import Staff
from phuong.kernel.wards.api import Ward

SAME = "self"
LONGEST_GROUND = 480
FEES = ("Phí", "Lệ phí")


@dataclass(frozen=True, slots=True)
class World:
    """The ward of the stories."""

    ward: Ward
    pack: DemoPack
    staff: Staff
    crowd: Crowd
    sheets: Sheets
    office: OfficeTime
    desk: OfficeTime
    # Who came first on a day: they have one more matter.
    first_of_day: dict[date, tuple[Dossier, Given] | None] = field(default_factory=dict)

    def asked(self, rng: Random, version: VersionInfo) -> list[Asked]:
        """Return what an applicant is asked for: one thing, of a paper that no register holds."""
        paper = self.missing(rng, version)
        fitting = [text for text in self.pack.desk.asks if paper and paper.kind in text.kinds]
        text = rng.choice(fitting or list(self.pack.desk.asks))
        return [
            Asked(
                paper.name if paper else "Nội dung tờ khai",
                text.why,
                ground_of(version),
                text.how,
                paper.code if paper else "",
            )
        ]

    def missing(self, rng: Random, version: VersionInfo) -> PaperInfo | None:
        """Return a paper that may be missing: one that has to be handed in."""
        slots = [paper for paper in version.papers if paper.required and not paper.held_in]
        return rng.choice(slots) if slots else None

    def answered(
        self, rng: Random, dossier: Dossier
    ) -> tuple[Mapping[UUID, str], Sequence[GivenFile]]:
        """Return the citizen's answer to all that was asked, with a photo of each."""
        request = dossiers.open_request(dossier)
        items = list(request.items.all()) if request else []
        files = [self.sheets.picture(rng, item.paper_code) for item in items]
        return {item.id: "file" for item in items}, files

    def last_day(self, dossier: Dossier) -> date:
        """Return the last day for the supplement that a dossier waits for."""
        request = dossiers.open_request(dossier)
        assert request is not None  # noqa: S101  # it was just asked for
        return request.answer_by

    def ground(self, rng: Random, version: VersionInfo, at: str) -> dict[str, str]:
        """Return why a dossier is refused, by which rule, and what the person can do."""
        fitting = [
            one
            for one in self.pack.desk.refusals
            if one.at == at and (not one.fields or version.field_code in one.fields)
        ]
        text = rng.choice(fitting)
        return {"reason": text.reason, "basis": ground_of(version), "next_step": text.next_step}

    def receiver(self, rng: Random, *, authorised: bool) -> dict[str, str]:
        """Return into whose hands the result goes."""
        if not authorised:
            return {"receiver_kind": SAME}
        return {
            "receiver_kind": "authorised",
            "receiver_name": self.crowd.name(),
            "receiver_paper": self.pack.desk.authority % rng.randint(1, 400),
        }

    def draft_of(self, rng: Random, version: VersionInfo) -> list[GivenFile]:
        """Return the drafted result, now and then."""
        return [self.sheets.page(rng, "")] if rng.random() < 0.3 else []


def ground_of(version: VersionInfo) -> str:
    """Return the legal ground of a procedure, as its own version names it; rules on fees aside."""
    acts = [act.strip() for act in version.legal_basis.split(";")]
    return "; ".join(act for act in acts if not act.startswith(FEES))[:LONGEST_GROUND]
