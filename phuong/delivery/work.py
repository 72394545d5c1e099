"""What a worklist is made of: its queues, what can be filtered, and its rows ready to be shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phuong.areas.procedures import api as procedures
from phuong.delivery import lines, navigation
from phuong.delivery.forms import WorkFilter
from phuong.kernel.access.api import HERE, Actor, Occasion, may_enter
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Card, Stranded, kinds
from phuong.kernel.law import api as law
from phuong.kernel.links import api as links
from phuong.kernel.text.words import Words
from phuong.kernel.ui import parts
from phuong.kernel.ui.parts import MenuItem
from phuong.kernel.workdays import WorkCalendar, days_left
from phuong.kernel.workflow.api import NO_DUE, worklist
from phuong.kernel.workflow.worklist import Filter

ALL: Final = ""
LATE, TODAY, NEAR = "qua-han", "hom-nay", "sap-den-han"
FAR, STILL = "con-xa", "khong-tinh"


@dataclass(frozen=True, slots=True)
class WorkQueue:
    """One line of the worklist's menu. `settles` names the filter that the queue stands for."""

    slug: str
    label: Words
    filter: Filter
    tone: str = "muted"
    settles: str = ""

    @property
    def path(self) -> str:
        """The address of the queue."""
        return f"{navigation.WORK}{self.slug}/" if self.slug else navigation.WORK


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list of mixed subjects, as the page shows it."""

    card: Card
    state: SafeString
    deadline: SafeString
    late: bool
    handler: str
    near: bool = False

    @property
    def line(self) -> SafeString:
        """The row as the page has it."""
        return lines.line(self, handlers=False)

    @property
    def with_handler(self) -> SafeString:
        """The row with a column for who handles."""
        return lines.line(self, handlers=True)


def stranded(occasion: Occasion) -> list[Stranded]:
    """Return what those hold who are away or left, of every kind, the most urgent first."""
    found = [
        one
        for kind in kinds.all_kinds()
        if kind.stranded is not None
        for one in kind.stranded(occasion.actor, occasion.today)
    ]
    return sorted(found, key=lambda one: one.card.due_at or NO_DUE)


def end_of(day: date) -> datetime:
    """Return the first instant after a due day; midnight belongs to the day that ends then."""
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=HERE)
    return midnight + timedelta(microseconds=1)


def near_days(on: date) -> int:
    """Return from how many working days left a thing is near, as the ward's values say."""
    try:
        return law.number("dossiers.near_due", on)
    except law.NotInForce:
        return parts.NEAR


def by_due(today: date, calendar: WorkCalendar) -> dict[str, Filter]:
    """Return the parts of a list by due day: they leave nothing out and do not overlap."""
    over, now = end_of(today - timedelta(days=1)), end_of(today)
    soon = end_of(calendar.add(today, near_days(today)))
    return {
        LATE: Filter(due_before=over),
        TODAY: Filter(due_from=over, due_before=now),
        NEAR: Filter(due_from=now, due_before=soon),
        FAR: Filter(due_from=soon, due_before=NO_DUE),
        STILL: Filter(due_from=NO_DUE),
    }


DUE_WORDS: Final[Mapping[str, Words]] = {
    LATE: _("Quá hạn"),
    TODAY: _("Hết hạn hôm nay"),
    NEAR: _("Sắp đến hạn"),
    FAR: _("Còn nhiều ngày"),
    STILL: _("Không tính hạn, tạm dừng"),
}


def queues(occasion: Occasion) -> list[WorkQueue]:
    """Return the queues of an official: all, by due day, and by state as far as they concern."""
    due = by_due(occasion.today, occasion.calendar)
    found = [
        WorkQueue(ALL, _("Việc của tôi"), Filter()),
        WorkQueue(LATE, DUE_WORDS[LATE], due[LATE], "bad", "due"),
        WorkQueue("het-han-hom-nay", DUE_WORDS[TODAY], due[TODAY], "bad", "due"),
        WorkQueue(NEAR, DUE_WORDS[NEAR], due[NEAR], "warn", "due"),
    ]
    for kind in kinds.all_kinds():
        found += [
            WorkQueue(
                queue.slug,
                queue.label,
                Filter(states=queue.states, kind=kind.code),
                settles="state",
            )
            for queue in kind.queues
            if may_enter(occasion.actor, queue.capabilities)
        ]
    return found


def filter_form(occasion: Occasion, data: Mapping[str, str], queue: WorkQueue) -> WorkFilter:
    """Return the filters of a list; what its queue stands for is not offered a second time."""
    offered: dict[str, Sequence[tuple[str, Words]]] = {
        "field": [
            (field.code, field.name)
            for field in procedures.fields(occasion.ward_id, occasion.today)
        ],
        "state": _states(),
        "due": list(DUE_WORDS.items()),
    }
    offered.pop(queue.settles, None)
    return WorkFilter(data, offered=offered)


def _states() -> list[tuple[str, Words]]:
    """Return each word of a state once; several states may share one."""
    words: dict[str, list[str]] = {}
    for kind in kinds.all_kinds():
        for code, word in kind.states.items():
            words.setdefault(str(word), []).append(code)
    return [(".".join(codes), word) for word, codes in words.items()]


def narrowed(occasion: Occasion, queue: WorkQueue, form: WorkFilter) -> Filter:
    """Return what to show: the queue, and of it what the filters ask for."""
    chosen = queue.filter
    if due := form.chosen("due"):
        part = by_due(occasion.today, occasion.calendar)[due]
        chosen = replace(chosen, due_from=part.due_from, due_before=part.due_before)
    if states := form.chosen("state"):
        chosen = replace(chosen, states=tuple(states.split(".")))
    return replace(chosen, field=form.chosen("field"), matching=form.chosen("q"))


def rows(occasion: Occasion, lines: Sequence[worklist.Line]) -> list[Row]:
    """Return the lines of a worklist as rows."""
    return [
        row(occasion, offered(line), line.item.due_at, line.item.since)
        if line.item.slot.startswith(links.OFFER)
        else row(occasion, line.card, line.item.due_at, line.item.since)
        for line in lines
    ]


def offered(line: worklist.Line) -> Card:
    """Return the card of a matter that offers work to another area: to be taken up or declined."""
    kind = kinds.get(line.item.slot.removeprefix(links.OFFER))
    if kind is None or kind.takes is None:
        return line.card
    words = gettext("Đề nghị: %(kind)s") % {"kind": str(kind.label)}
    return replace(
        line.card,
        tag=words,
        tone="warn",
        next_action=gettext("Nhận hoặc trả lời"),
        next_address=kind.takes(line.item.subject_id),
        paused=False,
        mark="",
    )


def note_seen(occasion: Occasion, cards: Iterable[Card], purpose: str) -> None:
    """Write down who was shown whose dossiers, where nobody had addressed them to the reader.

    Of a worklist the trail itself tells: an act addressed each line to its reader.
    """
    audit.note_reading(occasion, [card.subject_id for card in cards if card.subject_id], purpose)


def row(
    occasion: Occasion, card: Card, due_at: datetime | None, since: datetime | None = None
) -> Row:
    """Return one row: the state in words, the days left, and the next thing to do."""
    left = days_left(due_at, occasion.today, occasion.calendar) if due_at else None
    stands = (since or occasion.now) if card.paused else None
    deadline = (
        parts.tag(card.mark, card.mark_tone)
        if card.mark
        else parts.deadline(left, due=due_at, paused_since=stands, short=True)
    )
    return Row(
        card=card,
        state=parts.tag(card.tag, card.tone),
        deadline=deadline,
        late=left is not None and left < 0 and not card.mark,
        handler=card.handler.rpartition(" ")[2],
        near=bool(card.near_action) and left is not None and 0 < left <= near_days(occasion.today),
    )


def several_handlers(shown: Sequence[Row]) -> bool:
    """Tell whether the list is worth a column for who handles: not where it is always the same."""
    return len({each.handler for each in shown}) > 1


def bounded(number: int) -> str:
    """Write a count that was counted no further than a hundred."""
    return f"{worklist.COUNT_LIMIT - 1}+" if number >= worklist.COUNT_LIMIT else str(number)


def menu(
    actor: Actor, shown: Sequence[WorkQueue], current: WorkQueue, counts: Mapping[str, int]
) -> list[MenuItem]:
    """Return the menu of the worklist: the official's pages with the queues among them."""
    items = [
        MenuItem(
            str(queue.label),
            navigation.address(queue.path),
            count=bounded(counts[queue.slug]),
            tone=queue.tone if counts[queue.slug] else "muted",
            current=queue.slug == current.slug,
            sub=queue.slug != ALL,
        )
        for queue in shown
    ]
    return navigation.menu(actor, current.path, items)
