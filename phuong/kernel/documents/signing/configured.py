"""Which certificate signs for whom in this installation: a file of settings, passwords beside it.

```toml
[[signer]]
ward = "31135"                    # the ward's unit code
post = "chu-tich"                 # the code of the post that signs
pkcs12 = "chu-tich.p12"           # beside this file, or a whole path
password = "PHUONG_SIGN_CHU_TICH" # the environment variable that holds the password
```
"""

import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from phuong.kernel.documents.signing.signers import Signer, check_valid, open_pkcs12
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _

KEYS = {"ward", "post", "pkcs12", "password"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One certificate: for which post of which ward, where, its password's variable."""

    ward: str
    post: str
    path: Path
    password: str


def entries() -> list[Entry]:
    """Return what is set up; nothing where nothing is."""
    if not settings.SIGNERS:
        return []
    place = Path(settings.SIGNERS)
    try:
        rows = tomllib.loads(place.read_text("utf-8")).get("signer", [])
        return [
            Entry(row["ward"], row["post"], place.parent / row["pkcs12"], row["password"])
            for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RuleBroken(
            "documents.signing.settings",
            _(
                "Không đọc được danh sách chứng thư số. Ký trên giấy, và nhờ quản trị chạy"
                " `phuong doctor`."
            ),
        ) from error


def entry_for(unit_code: str, posts: Iterable[str]) -> Entry | None:
    """Return the certificate of the first of these posts that has one."""
    known = {entry.post: entry for entry in entries() if entry.ward == unit_code}
    return next((known[post] for post in posts if post in known), None)


def open_signer(entry: Entry) -> Signer:
    """Open the key of an entry."""
    return open_pkcs12(entry.path, os.environ.get(entry.password, ""))


def faults(now: datetime) -> list[tuple[str, str]]:
    """Return what is wrong with each certificate that is set up, for `phuong doctor`."""
    try:
        known = entries()
    except RuleBroken as refusal:
        return [(settings.SIGNERS, str(refusal))]
    found = []
    for entry in known:
        try:
            check_valid(open_signer(entry).certificate, now)
        except RuleBroken as refusal:
            found.append((f"{entry.ward} {entry.post}", str(refusal)))
    return found
