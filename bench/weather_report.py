"""What bad weather did: figures to judge, and the table."""

import math
from dataclasses import dataclass, field
from typing import Any

from bench.figures import percentile, short, slope
from bench.visitors import Visit

# From here on a process has loaded what it loads once; before, its memory grows by right.
WARM = 1 / 3
# A process that grew by less says nothing: memory is taken in pieces, and kept for the next time.
LEAST_MB = 1.0
YARDSTICK = "one in five slow"
HEAD = (
    "| phase | came a second | visits, slow ones | reads p50 · p95 · p99 ms |"
    " writes p50 · p95 · p99 ms | slow ones' own p50, s | wrong |"
)


@dataclass(slots=True)
class Sample:
    """What the server's processes held at a moment."""

    answered: int
    megabytes: dict[int, float]
    handles: dict[int, int]
    connections: int


@dataclass(slots=True)
class Found:
    """What a run on one database gave."""

    carried: float
    rate: float
    phases: dict[str, tuple[float, list[Visit]]] = field(default_factory=dict)
    samples: list[Sample] = field(default_factory=list)
    recovered: dict[str, float] = field(default_factory=dict)
    taken: float = 0.0
    # For how long after the spike it was looked whether they are served as usual again.
    watched: float = 75.0


def figures(found: Found) -> dict[str, dict[str, Any]]:
    """Return what is judged; the yardstick stands where one in five is slow."""
    every = [one for _rate, visits in found.phases.values() for one in visits]
    warm = found.samples[int(len(found.samples) * WARM) :]
    lasting = set(warm[0].megabytes) & set(warm[-1].megabytes)
    growth = [
        grown_in_10000([(one.answered, one.megabytes[pid]) for one in warm]) for pid in lasting
    ]
    judged: dict[str, dict[str, Any]] = {
        name: {
            f"p{share}": [percentile(waits(found, YARDSTICK, writes), share)]
            for share in (50, 95, 99)
        }
        for name, writes in (("reads", False), ("writes", True))
    }
    judged["all"] = {"wrong_percent": [100 * sum(bool(one.wrong) for one in every) / len(every)]}
    judged["spike"] = {"recovered_seconds": [max(found.recovered.values())]}
    judged["soak"] = {
        "mb_in_10000": [max(growth, default=math.inf)],
        "largest_mb": [max(max(one.megabytes.values()) for one in warm)],
        "more_handles": [
            max(warm[-1].handles[pid] - warm[0].handles[pid] for pid in lasting)
            + max(0, warm[-1].connections - warm[0].connections)
        ],
        "replaced": [len(set(warm[0].megabytes) ^ set(warm[-1].megabytes))],
    }
    return judged


def grown_in_10000(points: list[tuple[float, float]]) -> float:
    """Return the megabytes that 10,000 more visits would add, by the line through all samples."""
    line, visits = slope(points), points[-1][0] - points[0][0]
    return line * 10_000 if line * visits >= LEAST_MB else 0.0


def waits(found: Found, phase: str, writes: bool) -> list[float]:
    """Return how long those waited who were not slow themselves."""
    _rate, visits = found.phases[phase]
    return [one.milliseconds for one in visits if one.writes is writes and not one.slow]


def table(database: str, found: Found) -> list[str]:
    """Return what was tried and what came of it."""
    lines = [
        f"### {database}",
        "",
        HEAD,
        "|---|---|---|---|---|---|---|",
    ]
    for name, (rate, visits) in found.phases.items():
        slow = [one.milliseconds / 1000 for one in visits if one.slow]
        both = " | ".join(
            " · ".join(short(percentile(waits(found, name, writes), p)) for p in (50, 95, 99))
            for writes in (False, True)
        )
        wrong: dict[str, int] = {}
        for one in visits:
            if one.wrong:
                wrong[one.wrong] = wrong.get(one.wrong, 0) + 1
        lines.append(
            f"| {name} | {rate:.1f} | {len(visits):,}, {len(slow):,} | {both} |"
            f" {short(percentile(slow, 50))} | {wrong or 0} |"
        )
    first, last = found.samples[int(len(found.samples) * WARM)], found.samples[-1]
    recovered = ", ".join(
        f"{name} {'after' if value < math.inf else 'not within'} {min(value, found.watched):.0f} s"
        for name, value in found.recovered.items()
    )
    return [
        *lines,
        "",
        f"- with eight clients that never pause it carried {found.carried:.1f} visits a second",
        f"- served as usual again after the spike's end: {recovered}",
        f"- memory of each process, MB, from a third of the soak to its end: {_grown(first, last)}",
        (
            f"- file handles of all: {sum(first.handles.values())} → {sum(last.handles.values())};"
            f" processes of the database: {first.connections} → {last.connections}"
        ),
        f"- others took {found.taken:.0%} of the processor meanwhile",
        "",
    ]


def _grown(first: Sample, last: Sample) -> str:
    return ", ".join(
        f"{first.megabytes.get(pid, 0):.1f} → {megabytes:.1f}"
        for pid, megabytes in last.megabytes.items()
    )
