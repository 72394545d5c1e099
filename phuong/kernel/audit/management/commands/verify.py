"""`phuong verify`: checks that the history holds."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from phuong.kernel.audit import export, proof
from phuong.kernel.audit.chains import Break
from phuong.kernel.audit.keys import PublicKey
from phuong.kernel.audit.models import Subject
from phuong.kernel.wards.models import Ward


class Command(BaseCommand):
    """Checks wards, one subject, or an exported file; names the first link that is broken."""

    help = """Check chains of events and seals; exit 1 and name the first broken link if any.

Example: phuong verify
Example: phuong verify --ward XK --subject XK-261123-0042 --export ho-so.jsonl
Example: phuong verify --file ho-so.jsonl --keys khoa.pem"""

    def create_parser(self, *args: Any, **options: Any) -> Any:
        """Keep the lines of the help."""
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to check, and where to write."""
        parser.add_argument("--ward", help="prefix of the ward's codes; all wards if left out")
        parser.add_argument("--subject", metavar="CODE", help="check this subject alone")
        parser.add_argument(
            "--export", type=Path, metavar="FILE", help="write the subject as lines of JSON"
        )
        parser.add_argument(
            "--file", type=Path, metavar="FILE", help="check an exported file, without a database"
        )

        parser.add_argument(
            "--keys",
            type=Path,
            metavar="FILE",
            help="public keys that you kept (PEM, one after the other): only theirs count",
        )

    def handle(
        self,
        *,
        ward: str | None,
        subject: str | None,
        export: Path | None,
        file: Path | None,
        keys: Path | None = None,
        **options: Any,
    ) -> None:
        """Check, tell, and leave with 1 where a link is broken."""
        self._trusted = _read_keys(keys) if keys else []
        if export and not subject:
            raise CommandError(gettext("Ghi rõ --subject MÃ để trích xuất."), returncode=2)
        if file:
            self._check_file(file)
            return
        wards = self._wards(ward)
        if subject:
            self._check_subject(wards, subject, export)
            return
        for one in wards:
            self._check_ward(one)

    def _wards(self, prefix: str | None) -> Sequence[Ward]:
        wards = Ward.objects.order_by("id")
        found = list(wards.filter(code_prefix=prefix) if prefix else wards)
        if prefix and not found:
            raise CommandError(
                gettext("Không có phường mang tiền tố %(prefix)s.") % {"prefix": prefix},
                returncode=2,
            )
        return found

    def _check_ward(self, ward: Ward) -> None:
        verdict = proof.verify(ward.pk, self._trusted)
        self._refuse(verdict.broken, ward.name)
        self.stdout.write(
            gettext("%(ward)s: %(events)d sự kiện, %(seals)d niêm phong, %(leaves)d lá: khớp.")
            % {
                "ward": ward.name,
                "events": verdict.events,
                "seals": verdict.seals,
                "leaves": verdict.leaves,
            }
        )

    def _check_subject(self, wards: Sequence[Ward], code: str, target: Path | None) -> None:
        of_code = Subject.objects.country_wide().filter(code=code)
        subject = of_code.filter(ward__in=wards).first()
        if subject is None:
            raise CommandError(gettext("Không có mã %(code)s.") % {"code": code}, returncode=2)
        if target:
            with target.open("w", encoding="utf-8", newline="\n") as out:
                out.writelines(f"{line}\n" for line in export.lines_of(subject))
        verdict = proof.verify_subject(subject, self._trusted)
        self._refuse(verdict.broken, code)
        self.stdout.write(
            gettext("%(code)s: %(events)d sự kiện, %(leaves)d lần niêm phong: khớp.")
            % {"code": code, "events": verdict.events, "leaves": verdict.leaves}
        )

    def _check_file(self, file: Path) -> None:
        try:
            with file.open(encoding="utf-8") as lines:
                events, broken, sealed = export.check_lines(lines, self._trusted)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error), returncode=2) from error
        self._refuse(broken, file.name)
        self.stdout.write(
            gettext("%(file)s: %(events)d sự kiện, %(sealed)d sự kiện đầu có niêm phong: khớp.")
            % {"file": file.name, "events": events, "sealed": sealed}
        )
        if sealed < events:
            self.stdout.write(
                gettext(
                    "Những sự kiện sau đó chưa có niêm phong nào nói đến: chưa biết được có phải do"
                    " phường ghi. Trích xuất lại sau một ngày."
                )
            )
        if not self._trusted:
            self.stdout.write(
                gettext(
                    "Chữ ký được xét bằng khoá nằm trong chính tệp. So với khoá mà phường công bố:"
                    " thêm --keys khoa.pem"
                )
            )

    def _refuse(self, broken: Break | None, where: str) -> None:
        if broken:
            raise CommandError(
                gettext("%(where)s, %(place)s: %(what)s (%(code)s).")
                % {
                    "where": where,
                    "place": broken.place,
                    "what": gettext(proof.SENTENCES[broken.code]),
                    "code": broken.code,
                }
            )


def _read_keys(file: Path) -> list[PublicKey]:
    end = "-----END PUBLIC KEY-----"
    try:
        found = [
            PublicKey.from_pem(f"{part}{end}\n") for part in file.read_text("utf-8").split(end)[:-1]
        ]
    except (OSError, ValueError) as error:
        raise CommandError(str(error), returncode=2) from error
    if not found:
        raise CommandError(
            gettext("Tệp %(file)s không có khoá nào.") % {"file": file.name}, returncode=2
        )
    return found
