"""Offering what the ward already holds of a person, before anything is asked for."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.actions.given import Given, new_applicant
from phuong.areas.dossiers.models import Applicant
from phuong.areas.dossiers.queries import Holding
from phuong.areas.dossiers.rules import Mark
from phuong.areas.dossiers.views.moving import Moving
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.ui import display


def held(
    occasion: Occasion, person: Applicant, version: VersionInfo, besides: object = None
) -> Mapping[str, Holding]:
    """Return what the ward holds of a person; that it was looked at is written down."""
    found = queries.held_for(occasion.actor, person, version, besides=besides)  # type: ignore[arg-type]
    audit.note_reading(occasion, [one.dossier_id for one in found.values()], "dossiers.held")
    return found


def of(moving: Moving) -> Mapping[str, Holding]:
    """Return what the ward holds of the applicant of a dossier, from other dossiers."""
    dossier = moving.dossier
    return held(moving.occasion, dossier.applicant, moving.version, dossier.id)


def of_given(occasion: Occasion, version: VersionInfo, given: Given) -> Mapping[str, Holding]:
    """Return what the ward holds of whoever stands at the counter."""
    return held(occasion, new_applicant(occasion.ward_id, given), version)


def words(found: Mapping[str, Holding]) -> dict[str, str]:
    """Say of each paper from which dossier the ward has it."""
    return {
        code: _("Đã có từ hồ sơ %(code)s, ngày %(day)s: chọn “Đã có”, không đòi lại.")
        % {"code": one.code, "day": display.day(one.on)}
        for code, one in found.items()
    }


def around(moving: Moving) -> dict[str, object]:
    """Return what a page that asks for papers shows first: what is there already."""
    names = {paper.code: paper.name for paper in moving.version.papers}
    return {"held": [(names[code], told) for code, told in words(of(moving)).items()]}


def known(moving: Moving, papers: Mapping[str, str], marks: Mapping[str, Mark]) -> dict[str, Mark]:
    """Return the marks of papers with the dossier from which each held one is known."""
    return sourced(papers, marks, of(moving) if "held" in papers.values() else {})


def sourced(
    papers: Mapping[str, str], marks: Mapping[str, Mark], found: Mapping[str, Holding]
) -> dict[str, Mark]:
    """Put the dossier beside each paper that is said to be held."""
    return {
        code: replace(mark, held_from=found[code].dossier_id)
        if papers.get(code) == "held" and code in found
        else mark
        for code, mark in marks.items()
    }
