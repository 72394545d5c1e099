"""Which originals the ward keeps of a dossier, and which went back."""

from collections.abc import Iterable

from phuong.areas.dossiers.models import Dossier, Paper


def kept_originals(dossier: Dossier) -> list[Paper]:
    """Return the papers of which the ward still keeps originals."""
    return [one for one in dossier.papers.order_by("position") if one.originals > one.returned]


def given_back(papers: Iterable[Paper]) -> list[Paper]:
    """Return the papers of which originals went back."""
    return [one for one in papers if one.returned]
