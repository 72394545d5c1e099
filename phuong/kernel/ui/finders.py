"""Serve the few files that come from npm packages, and nothing else of them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage, Storage

FILES: Final = {
    "vendor/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "vendor/jsQR.js": "jsqr/dist/jsQR.js",
}
"""Address under the static root → file under node_modules."""


class _VendorStorage(FileSystemStorage):
    """One folder of a package, collected under `vendor/`."""

    prefix = "vendor"


class VendorFinder(BaseFinder):
    """Find the allow-listed files of npm packages that set-up has fetched."""

    def __init__(self, *_args: Any, **_options: Any) -> None:
        self.root = Path(settings.BASE_DIR) / "node_modules"

    def check(self, **_options: Any) -> list[Any]:
        """Return nothing: a missing file is told by `phuong doctor`, not by every command."""
        return []

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        """Return the file of one address, or nothing."""
        source = FILES.get(path)
        if source is None or not (found := self.root / source).is_file():
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Yield every file that is there, for `collectstatic`."""
        for address, source in FILES.items():
            found = self.root / source
            if found.is_file() and not matches_patterns(address, list(ignore_patterns or [])):
                yield found.name, _VendorStorage(location=found.parent)
