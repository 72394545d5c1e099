"""`phuong erase`: erases what a closed subject says of persons."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from phuong.kernel.access.api import Occasion
from phuong.kernel.access.queries import actor_of_person
from phuong.kernel.audit.api import Ground, Subject, erase
from phuong.kernel.errors import Refusal
from phuong.kernel.law import api as law
from phuong.kernel.people.models import Person
from phuong.kernel.wards.models import Ward


class Command(BaseCommand):
    """Erases values and their salt, with an event; history stays whole."""

    help = """Erase what a closed dossier says of persons: names, answers, papers, messages.

The events stay, and verify still holds. With --ground retention what was issued goes too.

Example: phuong erase --ward XK --subject XK-261123-0042 --ground request --by chu-tich
Example: phuong erase --ward XK --subject XK-261123-0042 --ground retention --by chu-tich --apply"""

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        """Keep the lines of the help."""
        kwargs["formatter_class"] = argparse.RawDescriptionHelpFormatter
        return super().create_parser(*args, **kwargs)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take what, why, and by whose decision."""
        parser.add_argument("--ward", required=True, help="prefix of the ward's codes")
        parser.add_argument("--subject", required=True, metavar="CODE", help="what is erased")
        parser.add_argument("--ground", required=True, choices=list(Ground.values), help="why")
        parser.add_argument(
            "--by", required=True, metavar="LOGIN", help="log-in name of the official who decided"
        )
        parser.add_argument("--apply", action="store_true", help="do it; without, only count")

    def handle(
        self, *, ward: str, subject: str, ground: str, by: str, apply: bool, **options: Any
    ) -> None:
        """Erase, or count what would be erased."""
        here = Ward.objects.filter(code_prefix=ward).first()
        ward_id = here.pk if here else 0
        found = Subject.objects.of(ward_id).filter(code=subject).first()
        person = Person.objects.of(ward_id).filter(account__login=by.casefold()).first()
        if here is None or found is None or person is None:
            raise CommandError(
                gettext("Không có phường, mã hoặc cán bộ này. Xem lại --ward, --subject, --by."),
                returncode=2,
            )
        now = timezone.now()
        occasion = Occasion(actor_of_person(person, now), now, law.calendar(here.pk, known_at=now))
        try:
            with transaction.atomic():
                rows = erase(occasion, found.id, Ground(ground))
                transaction.set_rollback(not apply)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        said = (
            gettext("%(code)s: đã xoá thông tin ở %(rows)d dòng.")
            if apply
            else gettext("%(code)s: sẽ xoá thông tin ở %(rows)d dòng. Thêm --apply để xoá.")
        )
        self.stdout.write(said % {"code": subject, "rows": rows})
