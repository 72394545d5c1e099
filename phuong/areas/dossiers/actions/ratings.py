"""What applicants say of how they were served, in confidence, and the call back they may want."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from phuong.areas.dossiers import policy, queries, rules
from phuong.areas.dossiers.actions import acts
from phuong.areas.dossiers.actions.acts import act
from phuong.areas.dossiers.models import Dossier, RatedAfter, Rating
from phuong.areas.dossiers.models.ratings import BEST, WORST
from phuong.areas.tasks import api as tasks
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Digest, new_salt
from phuong.kernel.errors import WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.law import api as law
from phuong.kernel.links import api as links
from phuong.kernel.measures import api as measures
from phuong.kernel.wards.api import Ward
from phuong.kernel.workdays import Limit, Unit

RATED, SATISFIED = "dossiers.rated", "dossiers.satisfied"
# The kind of subject that a call back becomes.
TASK = "task"


@act
def rate(
    occasion: Occasion, dossier: Dossier, *, marks: Mapping[str, int], words: str = ""
) -> Dossier:
    """Keep a rating, once for each occasion; whoever rates again gets the first answer.

    The event holds neither marks nor words, only their digest: officials who read the trail learn
    that somebody rated, not how.
    """
    rules.check_marks(marks, WORST, BEST)
    subject = audit.lock(occasion.ward_id, dossier.id)
    acts.check_not_done(occasion)
    fresh = policy.owned(occasion.actor, dossier.id)
    after = rules.rated_after(fresh.state, is_late=queries.is_late(fresh, occasion.now))
    rules.check_may_rate(after)
    if queries.rating_of(fresh, after) is not None:
        return fresh
    rating = Rating(
        ward_id=fresh.ward_id,
        dossier=fresh,
        after=after,
        field=fresh.field,
        unit_id=fresh.unit_id,
        month=occasion.today.replace(day=1),
        satisfied=rules.is_satisfied(list(marks.values())),
        words=words.strip(),
        salt=new_salt(),
        **marks,
    )
    rating.save(force_insert=True)
    audit.record(
        occasion,
        subject,
        "dossiers.rate",
        rated_after=RatedAfter(after),
        rating=rating.id,
        given=given_digest(rating),
    )
    measures.add(
        occasion.ward_id,
        [
            (code, rating.field, rating.unit_id, rating.month, n)
            for code, n in ((RATED, 1), (SATISFIED, int(rating.satisfied)))
        ],
    )
    return fresh


def given_digest(rating: Rating) -> Digest:
    """Return the digest that an event holds of marks and words."""
    marks = (rating.attitude, rating.guidance, rating.time)
    return Digest.of(rating.salt, *map(str, marks), rating.words)


@act
def want_call_back(occasion: Occasion, dossier: Dossier) -> Dossier:
    """Ask to be called after a low rating: it becomes a task of somebody who did not handle it."""
    subject = audit.lock(occasion.ward_id, dossier.id)
    acts.check_not_done(occasion)
    fresh = policy.owned(occasion.actor, dossier.id)
    rating = queries.last_rating(fresh)
    if rating is None or not rules.is_low((rating.attitude, rating.guidance, rating.time)):
        raise WrongState(
            "dossiers.rating.no-call-back",
            _("Chưa có đánh giá nào để gọi lại. Cần hỏi điều gì, xin gọi số ở cuối trang."),
        )
    if rating.call_back:
        return fresh
    rating.call_back = True
    rating.save(update_fields=["call_back"])
    audit.record(occasion, subject, "dossiers.want_call_back", rating=rating.id)
    caller = queries.who_calls(fresh, occasion.today)
    if caller is None:
        # Nobody is in office to call: it waits where leaders see what nobody has taken up.
        links.offer(occasion, subject, TASK)
        return fresh
    wanted = tasks.Wanted(
        title=f"Gọi lại người nộp hồ sơ {fresh.code}",
        product="Đã gọi; ghi người nộp cần gì, đã giải thích hoặc sửa ra sao.",
        doer_id=caller,
        limit=call_back_limit(occasion.today),
        details="Người nộp đánh giá thấp và muốn được gọi lại. Số điện thoại ở trang hồ sơ.",
    )
    ward = Ward.objects.get(pk=occasion.ward_id)
    tasks.give_task(occasion, ward, subject, wanted, origin=tasks.Origin.CALL_BACK)
    return fresh


def call_back_limit(on: date) -> Limit:
    """Return within what time somebody calls back."""
    found = law.in_force("dossiers.call_back", on)
    return Limit(Unit(found.unit), found.value)


@act
def erase_words(occasion: Occasion, rating_id: UUID) -> Dossier:
    """Erase the words of a rating with their salt; marks and chain stay."""
    rating = policy.heard_one(occasion.actor, rating_id)
    subject = audit.lock(occasion.ward_id, rating.dossier_id)
    acts.check_not_done(occasion)
    rating.refresh_from_db(fields=["words", "salt"])
    if rating.words:
        rating.words = rating.salt = ""
        rating.save(update_fields=["words", "salt"])
        audit.record(occasion, subject, "dossiers.erase_words", rating=rating.id)
    dossier: Dossier = rating.dossier
    return dossier
