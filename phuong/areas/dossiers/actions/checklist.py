"""The papers of a dossier after it was handed in: originals given back, what was not needed."""

from collections.abc import Mapping, Sequence

from phuong.areas.dossiers import policy, queries, rules
from phuong.areas.dossiers.actions import acts
from phuong.areas.dossiers.actions.acts import act
from phuong.areas.dossiers.actions.intake import check_desk
from phuong.areas.dossiers.models import Dossier, Unneeded
from phuong.areas.dossiers.states import SUBMIT
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Digest, new_salt
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _


@act
def return_papers(occasion: Occasion, dossier: Dossier, back: Mapping[str, int]) -> Dossier:
    """Write down which originals went back into whose hands they came from."""
    check_desk(occasion)
    subject = audit.lock(occasion.ward_id, dossier.id)
    acts.check_not_done(occasion)
    fresh = acts.load(occasion.ward_id, dossier.id)
    total = 0
    for paper in queries.kept_originals(fresh):
        number = back.get(paper.code) or 0
        rules.check_giving_back(paper.name, paper.originals, paper.returned, number)
        if number:
            paper.returned += number
            paper.save(update_fields=["returned"])
            total += number
    if not total:
        raise RuleBroken(
            "dossiers.papers.nothing-back", _("Ghi số bản chính trả lại của ít nhất một giấy tờ.")
        )
    audit.record(occasion, subject, "dossiers.return_papers", originals=total)
    return fresh


@act
def find_unneeded(
    occasion: Occasion, dossier: Dossier, codes: Sequence[str], *, reason: str
) -> Dossier:
    """Write down which papers were not needed: counted by procedure and by desk."""
    subject = audit.lock(occasion.ward_id, dossier.id)
    acts.check_not_done(occasion)
    fresh = acts.load(occasion.ward_id, dossier.id)
    # Whoever may put a result before the leader knows what it needed.
    policy.check_actor(occasion.actor, fresh.id, fresh.unit_id, SUBMIT)
    rules.check_unneeded(codes, reason)
    names = dict(fresh.papers.values_list("code", "name"))
    salt = new_salt()
    rows = [
        Unneeded(
            ward_id=fresh.ward_id,
            dossier=fresh,
            paper_code=code,
            name=names[code],
            found_on=occasion.today,
            found_by_id=occasion.actor.person_id,
            reason=reason,
            salt=salt,
        )
        for code in codes
        if code in names
    ]
    Unneeded.objects.bulk_create(rows, ignore_conflicts=True)
    said = Digest.of(salt, reason)
    audit.record(occasion, subject, "dossiers.find_unneeded", papers=len(rows), reason=said)
    return fresh
