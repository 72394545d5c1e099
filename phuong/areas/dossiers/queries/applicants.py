"""How those who hand in are named on papers and pages: persons, organisations, several, another."""

from django.utils.translation import gettext as _

from phuong.areas.dossiers.models import Applicant, Authority
from phuong.kernel.text import show_phone


def applicant_words(person: Applicant) -> str:
    """Return who hands in, as a paper names them: with who stands for them, and with whom."""
    if person.is_organisation:
        return f"{person.name}{_stands_for(person)}"
    return ", ".join([person.name, *(one.words for one in person.others)])


def _stands_for(person: Applicant) -> str:
    if not person.representative:
        return ""
    post = f" ({person.representative_post})" if person.representative_post else ""
    told = _("do %(name)s đại diện") % {"name": f"{person.representative}{post}"}
    return f", {told}"


def other_words(person: Applicant) -> str:
    """Return for whom one hands in, and by what paper."""
    if not person.other_name:
        return authority_words(person)
    other = f"{person.other_name} ({person.relation})" if person.relation else person.other_name
    return "; ".join(text for text in (other, authority_words(person)) if text)


def authority_words(person: Applicant) -> str:
    """Return the paper by which one acts for another, in one line."""
    if not person.authority:
        return ""
    kind = str(Authority(person.authority).label)
    return f"{kind}: {person.authority_paper}" if person.authority_paper else kind


def contact_words(person: Applicant) -> str:
    """Return how those who hand in are reached."""
    phones = [person.phone, *(one.phone for one in person.others)]
    shown = [show_phone(phone) for phone in dict.fromkeys(phones) if phone]
    return "; ".join([*shown, *([person.email] if person.email else [])])
