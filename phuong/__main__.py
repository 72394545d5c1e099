"""`phuong COMMAND …`: the program's own command line, the same as `python -m phuong`.

`due` is the deadline engine by itself: it starts no Django and opens no database.
"""

import io
import os
import sys
from collections.abc import Sequence

HELP = """\
Phường: hệ thống làm việc của một phường.

  phuong LỆNH [tuỳ chọn]        phuong LỆNH --help để xem cách dùng và ví dụ

  serve      chạy máy chủ                            phuong serve --port 8000
  migrate    lập hoặc nâng cấp cơ sở dữ liệu         phuong migrate
  load-law   nạp gói luật, lịch làm việc, đơn vị     phuong load-law
  load-procedures  nạp danh mục thủ tục              phuong load-procedures
  demo       lập phường mẫu để xem thử               phuong demo --apply
  set-up-code  in mã thiết lập phường đầu tiên       phuong set-up-code
  story      dựng lại chuyện phường Xuân Khánh       phuong story --apply
  generate   sinh dữ liệu lớn để đo tốc độ           phuong generate --dossiers 100000 --apply
  jobs       chạy các việc theo giờ                  phuong jobs
  due        tính hạn, kể từng ngày và lý do         phuong due 2026-11-20T09:00 3wd
  verify     kiểm tra chuỗi sự kiện và niêm phong    phuong verify --ward PM
  rotate-key đổi khoá ký của phường                  phuong rotate-key --ward PM
  let-in     đường dẫn đặt lại mật khẩu              phuong let-in TÊN-ĐĂNG-NHẬP
  erase      xoá thông tin cá nhân của hồ sơ cũ      phuong erase --subject MÃ …
  backup     sao lưu toàn bộ                         phuong backup sao-luu.tar
  restore    khôi phục từ bản sao lưu                phuong restore sao-luu.tar
  doctor     chỉ ra chỗ cấu hình chưa đúng           phuong doctor
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its words may be parted by hyphens, as people type them."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given[:1] in (["--help"], ["-h"], []):
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        sys.stdout.write(HELP)
        return 0
    if given[0] == "due":
        from phuong.kernel.workdays.door import main as due

        return due(given[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phuong.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["phuong", given[0].replace("-", "_"), *given[1:]])
    return 0


if __name__ == "__main__":
    sys.exit(main())
