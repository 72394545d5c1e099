"""Inside Django: a small ward to file in, and what of the acknowledged is there; speaks JSON."""

import hashlib
import json
import sys
from collections import Counter
from typing import Any

import django


def make() -> dict[str, str]:
    """Make a ward with its people and one procedure; tell who takes in."""
    from phuong.areas.dossiers.tests.builders import make_desk
    from phuong.kernel.access.roles import Role
    from tests.support.builders import PASSWORD

    desk = make_desk("HA")
    account = desk.reception.account
    assert account is not None
    papers = [paper.code for paper in desk.version.papers]
    return {
        "login": account.login,
        "password": PASSWORD,
        "slug": desk.version.slug,
        "papers": " ".join(papers),
        "role": Role.RECEPTION.value,
    }


def check(told: dict[str, Any]) -> dict[str, Any]:
    """Compare what was acknowledged (name → code, hashes) with what the database holds.

    `others` are names that were sent and never acknowledged: they may be there once, or not.
    """
    from phuong.areas.dossiers.models import Dossier
    from phuong.kernel.documents.api import Attachment
    from phuong.kernel.documents.store import store
    from phuong.kernel.wards.models import Ward

    ward, acknowledged = Ward.objects.get(), told["acknowledged"]
    names = {*acknowledged, *told["others"]}
    rows = Dossier.objects.of(ward).select_related("applicant")
    there = [row for row in rows if row.applicant.name in names]
    often = Counter(row.applicant.name for row in there)
    codes = {row.applicant.name: row.code for row in there}
    files: dict[Any, list[str]] = {}
    for file in Attachment.objects.of(ward):
        files.setdefault(file.subject_id, []).append(file.sha256)
    held = {row.applicant.name: sorted(files.get(row.id, [])) for row in there}
    return {
        "lost": [name for name in acknowledged if name not in codes],
        "renamed": [
            name for name, (code, _h) in acknowledged.items() if codes.get(name, code) != code
        ],
        "doubled": [name for name, number in often.items() if number > 1],
        "files": sum(len(hashes) for _code, hashes in acknowledged.values()),
        "unfiled": [
            name
            for name, (_code, hashes) in acknowledged.items()
            if name in held and not set(hashes) <= set(held[name])
        ],
        "unopened": [
            sha256
            for _code, hashes in acknowledged.values()
            for sha256 in hashes
            if not _opens(store().content_path(sha256), sha256)
        ],
    }


def _opens(path: Any, sha256: str) -> bool:
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def main() -> None:
    """Make, or check what comes on standard input."""
    django.setup()
    answer = make() if sys.argv[1] == "make" else check(json.load(sys.stdin))
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
