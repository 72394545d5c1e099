"""A request to make a move, and the files that come with it."""

from dataclasses import dataclass
from typing import Any

from phuong.areas.dossiers.actions.given import GivenFile
from phuong.areas.dossiers.models import Dossier
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.access.api import Occasion, Request
from phuong.kernel.documents import api as documents


@dataclass(frozen=True, slots=True)
class Moving:
    """A request to make a move: who, on what, under which version."""

    request: Request
    occasion: Occasion
    dossier: Dossier
    version: VersionInfo

    def form_data(self) -> tuple[Any, Any]:
        """Return what was posted, if anything was."""
        if self.request.method != "POST":
            return None, None
        return self.request.POST, self.request.FILES


def received_files(uploads: Any) -> list[GivenFile]:
    """Receive uploads before the act: streamed, sniffed, hashed, refused with a sentence."""
    stored = documents.receive_all(uploads, field="attached")
    return [
        GivenFile("", upload.name or "", one)
        for upload, one in zip(uploads or (), stored, strict=True)
    ]
