"""How a synthetic dossier lived: its state, its acts, on which working day each. Pure."""

from dataclasses import dataclass
from itertools import accumulate
from random import Random

# Shares in a thousand: a ward settles nearly all it receives; one in eleven is open today.
SPREAD = (
    ("returned", 868), ("stopped", 14), ("withdrawn", 7), ("not_accepted", 12), ("draft", 4),
    ("prepared", 3), ("sent", 9), ("supplement_intake", 5), ("received", 12), ("in_work", 34),
    ("supplement", 9), ("signing", 8), ("ready", 15),
)  # fmt: skip
FINISHED = frozenset({"returned", "stopped", "withdrawn", "not_accepted"})
ONLINE_ONLY = frozenset({"draft", "prepared", "sent", "supplement_intake", "not_accepted"})
_STATES = [state for state, _share in SPREAD]
_UP_TO = list(accumulate(share for _state, share in SPREAD))
LATE, ONLINE, ASKED = 0.05, 0.35, 0.07


@dataclass(frozen=True, slots=True)
class Step:
    """One act: its name, whose role, and how many working days after the first act."""

    act: str
    by: str
    day: int


def state(random: Random) -> str:
    """Draw a state by its share."""
    return random.choices(_STATES, cum_weights=_UP_TO)[0]


def life(random: Random, state: str, limit_days: int) -> tuple[Step, ...]:
    """Return the acts that lead to a state."""
    online = state in ONLINE_ONLY or random.random() < ONLINE
    steps = [Step("start_draft", "citizen", 0)] if online else []
    if state == "draft":
        return tuple(steps)
    if state == "prepared":
        return (*steps, Step("prepare", "citizen", 0))
    if online:
        steps.append(Step("send", "citizen", 0))
    match state:
        case "sent":
            return tuple(steps)
        case "not_accepted":
            return (*steps, Step("not_accept", "reception", 0))
        case "supplement_intake":
            return (*steps, Step("ask_at_intake", "reception", 0))
    steps.append(Step("receive" if online else "take_in", "reception", 0))
    return (*steps, *_work(random, state, limit_days))


def _work(random: Random, state: str, limit_days: int) -> list[Step]:
    """Return what happens after receipt."""
    if state == "received":
        return []
    steps = [Step("assign", "head", min(limit_days, 1))]
    if state == "in_work":
        return steps
    middle = max(1, limit_days // 2)
    if state == "supplement":
        return [*steps, Step("ask_supplement", "specialist", middle)]
    if state == "stopped":
        return [*steps, Step("stop", "leader", middle)]
    if state == "withdrawn":
        return [*steps, Step("withdraw", "citizen", middle)]
    stood = 0
    if random.random() < ASKED:
        stood = random.randint(1, 6)
        steps.append(Step("ask_supplement", "specialist", middle))
        steps.append(Step("take_supplement", "reception", middle + stood))
    soon = random.randint(0, max(limit_days - 1, 0))
    late = random.random() < LATE
    done = max(middle, limit_days + random.randint(1, 6) if late else soon) + stood
    steps.append(Step("submit", "specialist", done))
    if state == "signing":
        return steps
    steps.append(Step("sign", "leader", done))
    if state == "returned":
        steps.append(Step("hand_over", "reception", done + random.randint(0, 3)))
    return steps
