"""Is this installation sound? Each fault in words, with its remedy.

`serve` refuses to start with what `faults_at_start` finds; `doctor` tells everything.
"""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from phuong.delivery import upkeep
from phuong.kernel.audit import keys, receipts, triggers
from phuong.kernel.audit.models import Event, Seal
from phuong.kernel.documents.official import api as official
from phuong.kernel.documents.signing import api as signing
from phuong.kernel.law.models import LegalValue
from phuong.kernel.notices import api as notices
from phuong.kernel.numbering import api as numbering
from phuong.kernel.people.models import Account
from phuong.kernel.wards import finding
from phuong.kernel.wards.models import Ward

GIGABYTE: Final = 1024**3
OLDEST_POSTGRESQL: Final = 150000
SHORTEST_KEY: Final = 32
MOST_DRIFT: Final = timedelta(minutes=5)
SQLITE: Final = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
}


class Weight(Enum):
    """What a fault means: the program must not run, or somebody should look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and what to do."""

    code: str
    words: str
    remedy: str
    weight: Weight = Weight.ERROR


def faults_at_start() -> Iterator[Fault]:
    """Find what forbids serving at all."""
    behind = list(_database())
    yield from behind
    if not behind:
        yield from _guards()
        yield from _demo_accounts()


def faults(now: datetime, *, enough: int = 5 * GIGABYTE, least: int = GIGABYTE) -> Iterator[Fault]:
    """Find everything that is wrong; disk space in bytes, `enough` to be calm, `least` to run."""
    at_start = list(faults_at_start())
    yield from at_start
    yield from _data_folder(Path(settings.DATA_DIR), enough, least)
    yield from _secret_key(Path(settings.DATA_DIR) / "secret-key")
    yield from _doors()
    yield from _faces()
    yield from _gateways()
    yield from _certificates(now)
    if not any(fault.code in {"database", "behind"} for fault in at_start):
        yield from _engine()
        yield from _search()
        yield from _clock(now)
        yield from _law()
        yield from _seals(now)
        yield from _jobs(now)
        yield from _signing_keys()
        yield from _receipt_codes(now)


def _certificates(now: datetime) -> Iterator[Fault]:
    for which, words in signing.faults(now):
        yield Fault(
            "certificate",
            f"{which}: {words}",
            _("Sửa tệp PHUONG_SIGNERS, đặt mật khẩu đúng, hoặc thay chứng thư số mới."),
            Weight.WARNING,
        )


def _database() -> Iterator[Fault]:
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield Fault(
            "database",
            _("Không mở được cơ sở dữ liệu: %(error)s") % {"error": error},
            _("Xem lại DATABASE_URL và quyền đọc ghi thư mục dữ liệu."),
        )
        return
    if behind:
        yield Fault(
            "behind",
            _("Cơ sở dữ liệu chưa theo kịp chương trình (thiếu %(number)d bước).")
            % {"number": len(behind)},
            _("Chạy: phuong migrate"),
        )


def _guards() -> Iterator[Fault]:
    if missing := triggers.missing():
        yield Fault(
            "triggers",
            _("Thiếu khoá chống sửa lịch sử: %(names)s.") % {"names": ", ".join(missing)},
            _("Chạy: phuong migrate, rồi phuong verify để biết lịch sử còn nguyên."),
        )


def _search() -> Iterator[Fault]:
    if missing := finding.missing():
        yield Fault(
            "search",
            _("Thiếu chỉ mục tìm kiếm: %(names)s. Tìm hồ sơ sẽ chậm hoặc sót.")
            % {"names": ", ".join(missing)},
            _(
                "Chạy: phuong migrate. Với PostgreSQL, trước đó cài gói postgresql-contrib và cho"
                " quyền: CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin;"
            ),
            Weight.WARNING,
        )


def _demo_accounts() -> Iterator[Fault]:
    if settings.DEMO:
        return
    if Account.objects.filter(is_demo=True, is_active=True).exists():
        yield Fault(
            "demo-accounts",
            _("Có tài khoản mẫu trong cơ sở dữ liệu không phải bản mẫu."),
            _("Khoá các tài khoản mẫu, hoặc đặt PHUONG_DEMO=1 nếu đây là bản xem thử."),
        )


def _engine() -> Iterator[Fault]:
    if connection.vendor == "sqlite":
        for name, wanted in SQLITE.items():
            if (found := _one(f"PRAGMA {name}")) != wanted:
                yield Fault(
                    f"sqlite-{name}",
                    _("SQLite chạy với %(name)s = %(found)s, cần %(wanted)s.")
                    % {"name": name, "found": found, "wanted": wanted},
                    _("Bỏ các tuỳ chọn riêng trong DATABASE_URL; chương trình tự đặt."),
                )
        return
    if int(_one("SHOW server_version_num")) < OLDEST_POSTGRESQL:
        yield Fault(
            "postgresql-version",
            _("PostgreSQL quá cũ."),
            _("Nâng cấp lên PostgreSQL 15 trở lên."),
        )
    if _one("SHOW server_encoding") != "UTF8":
        yield Fault(
            "postgresql-encoding",
            _("Cơ sở dữ liệu không dùng mã UTF-8."),
            _("Tạo lại cơ sở dữ liệu với ENCODING 'UTF8' rồi phuong restore."),
        )
    if _one("SHOW fsync") != "on" or _one("SHOW synchronous_commit") == "off":
        yield Fault(
            "postgresql-durability",
            _("PostgreSQL không chờ ghi xuống đĩa: mất điện là mất hồ sơ vừa nhận."),
            _("Đặt fsync = on và synchronous_commit = on trong postgresql.conf."),
            Weight.WARNING,
        )


def _one(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def _data_folder(folder: Path, enough: int, least: int) -> Iterator[Fault]:
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"phuong")
        free = shutil.disk_usage(folder).free
    except OSError as error:
        yield Fault(
            "data-folder",
            _("Không ghi được vào thư mục dữ liệu: %(error)s") % {"error": error},
            _("Cho người dùng chạy chương trình quyền ghi vào PHUONG_DATA."),
        )
        return
    if free < enough:
        yield Fault(
            "disk-space",
            _("Thư mục dữ liệu chỉ còn trống %(free)d MB.") % {"free": free // 1024**2},
            _("Dọn đĩa hoặc chuyển PHUONG_DATA sang đĩa lớn hơn."),
            Weight.ERROR if free < least else Weight.WARNING,
        )


def _secret_key(file: Path) -> Iterator[Fault]:
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        yield Fault(
            "secret-key-short",
            _("Khoá bí mật quá ngắn."),
            _("Đặt PHUONG_SECRET_KEY ngẫu nhiên, ít nhất 32 ký tự."),
        )
    if file.exists() and file.stat().st_mode & 0o077:
        yield Fault(
            "secret-key-open",
            _("Người khác trên máy đọc được tệp khoá bí mật %(file)s.") % {"file": file.name},
            _("Chạy: chmod 600 secret-key (trong thư mục dữ liệu)"),
        )


def _doors() -> Iterator[Fault]:
    if settings.DEBUG:
        yield Fault(
            "debug",
            _("Đang chạy ở chế độ gỡ lỗi: trang lỗi để lộ dữ liệu."),
            _("Bỏ PHUONG_DEBUG."),
            Weight.WARNING if settings.DEMO else Weight.ERROR,
        )
    if settings.PUBLIC_URL.startswith("https:") and not settings.HTTPS:
        yield Fault(
            "https",
            _("Địa chỉ công khai là https nhưng cookie chưa buộc https."),
            _("Đặt PHUONG_HTTPS=1."),
            Weight.WARNING,
        )
    if "*" in settings.ALLOWED_HOSTS and not settings.DEMO:
        yield Fault(
            "hosts",
            _("Chương trình nhận mọi tên máy."),
            _("Ghi tên máy của phường vào PHUONG_HOSTS."),
            Weight.WARNING,
        )


def _gateways() -> Iterator[Fault]:
    """Tell which way out of the house is named and does not work; knock at the mail server."""
    words = {
        "mail-url": (
            _("PHUONG_MAIL_URL không đọc được: không gửi được thư."),
            _("Ghi dạng smtp+tls://<tên>:<mật khẩu>@máy:587, ký tự lạ thì mã hoá."),
        ),
        "mail-sender": (
            _("Chưa có địa chỉ người gửi thư: không gửi được thư."),
            _("Đặt PHUONG_MAIL_FROM, ví dụ mot-cua@phuong.example."),
        ),
        "mail-silent": (
            _("Máy chủ thư không trả lời hoặc không cho đăng nhập."),
            _("Xem lại PHUONG_MAIL_URL; tin vẫn được giữ và gửi lại."),
        ),
        "hook-url": (
            _("PHUONG_HOOK_URL phải là https (http chỉ cho chính máy này)."),
            _("Sửa PHUONG_HOOK_URL."),
        ),
        "hook-secret": (
            _("Khoá chung với cổng tin nhắn quá ngắn."),
            _("Đặt PHUONG_HOOK_SECRET ngẫu nhiên, ít nhất 32 ký tự, giống ở hai bên."),
        ),
        "hook-channels": (
            _("PHUONG_HOOK_CHANNELS chỉ nhận sms, zalo."),
            _("Sửa PHUONG_HOOK_CHANNELS."),
        ),
    }
    for code in (*notices.gateway_faults(), *notices.silent_gateways()):
        yield Fault(code, *words[code], Weight.WARNING)


def _clock(now: datetime) -> Iterator[Fault]:
    """Compare the machine's clock with the database's own and with what history says."""
    remedy = _("Bật đồng bộ giờ (NTP) trên máy, rồi khởi động lại.")
    for ward in Ward.objects.order_by("id"):
        newest = Event.objects.of(ward).order_by("-recorded_at", "-id").first()
        if newest is not None and newest.recorded_at > now + MOST_DRIFT:
            yield Fault(
                "clock-behind",
                _("Đồng hồ của máy chậm hơn sự kiện cuối của %(ward)s.") % {"ward": ward.name},
                remedy,
            )
    if connection.vendor == "postgresql":
        theirs: datetime = _one("SELECT clock_timestamp()")
        if abs(theirs - now) > MOST_DRIFT:
            yield Fault(
                "clock-database",
                _("Đồng hồ của máy và của máy chủ cơ sở dữ liệu lệch nhau."),
                remedy,
            )


def _faces() -> Iterator[Fault]:
    """Look for the letters of official forms: without them none is printed, in no other face."""
    if missing := official.missing_faces():
        yield Fault(
            "faces",
            _("Thiếu phông chữ của mẫu giấy tờ: %(names)s.") % {"names": ", ".join(missing)},
            _("Chạy lại: python3 run.py, hoặc đặt PHUONG_FONTS đến thư mục phông Tinos."),
            Weight.WARNING,
        )


def _law() -> Iterator[Fault]:
    if not LegalValue.objects.exists():
        yield Fault(
            "law",
            _("Chưa nạp bộ quy định: không tính được thời hạn."),
            _("Chạy: phuong load-law"),
        )


def _signing_keys() -> Iterator[Fault]:
    """Look for the private half of each ward's key in use; without it nothing can be signed."""
    for ward in Ward.objects.order_by("id"):
        for key in keys.listed(ward.pk):
            if key.valid_to is not None:
                continue
            file = keys.path_of(key)
            told = {"ward": ward.name, "key": key.code, "file": f"keys/{file.name}"}
            if not keys.is_kept(key):
                yield Fault(
                    "signing-key-lost",
                    _("Mất khoá ký %(key)s của %(ward)s: giấy hẹn và niêm phong không được ký.")
                    % told,
                    _(
                        "Chép lại tệp %(file)s từ bản sao lưu thư mục dữ liệu; nếu không còn, chạy:"
                        " phuong rotate-key --ward %(prefix)s --why lost --apply"
                    )
                    % {**told, "prefix": ward.code_prefix},
                )
            elif file.stat().st_mode & 0o077:
                yield Fault(
                    "signing-key-open",
                    _("Người khác trên máy đọc được tệp khoá ký %(file)s.") % told,
                    _("Chạy: chmod 600 %(file)s (trong thư mục dữ liệu)") % told,
                )


def _receipt_codes(now: datetime) -> Iterator[Fault]:
    """Look whether signed facts fit beside the address of each ward in the code of a receipt."""
    for ward in Ward.objects.filter(succeeded_by__isnull=True).order_by("id"):
        address = settings.PUBLIC_URL.rstrip("/") or "https://localhost"
        code, _period = numbering.upcoming(ward, "dossier", now.date())
        if not receipts.fits(len(f"{address}/q/{'x' * 22}/#"), len(code)):
            yield Fault(
                "receipt-code-full",
                _("Địa chỉ của %(ward)s quá dài: mã QR trên giấy hẹn không mang được chữ ký.")
                % {"ward": ward.name},
                _("Đặt PHUONG_PUBLIC_URL ngắn hơn, hoặc rút ngắn mẫu mã hồ sơ."),
                Weight.WARNING,
            )


def _seals(now: datetime) -> Iterator[Fault]:
    for ward in Ward.objects.order_by("id"):
        last = Seal.objects.of(ward).order_by("-seq").first()
        late = last is not None and last.day < now.date() - timedelta(days=2)
        never = last is None and Event.objects.of(ward).exists()
        if late or never:
            yield Fault(
                "seal",
                _("Lịch sử của %(ward)s không được niêm phong hằng ngày.") % {"ward": ward.name},
                _("Cho phuong jobs chạy thường trực."),
                Weight.WARNING,
            )


def _jobs(now: datetime) -> Iterator[Fault]:
    for ward in Ward.objects.filter(succeeded_by__isnull=True).order_by("id"):
        if behind := upkeep.late(ward.pk, now):
            yield Fault(
                "jobs",
                _("Việc định kỳ của %(ward)s lâu rồi không chạy xong: %(jobs)s.")
                % {"ward": ward.name, "jobs": ", ".join(behind)},
                _("Cho phuong jobs chạy thường trực; xem nhật ký nếu việc bị hỏng."),
                Weight.WARNING,
            )
