"""`python3 run.py bench --phone`: first visits on a slow phone, in the real browser.

A network of 400 kbit/s with 400 ms for each answer and a processor six times slower, as Chromium
pretends them; the real server on 127.0.0.1. Each visit is a first one, with nothing kept; then the
same page once more. Exit 1 where a hard limit is broken.
"""

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench import limits, place, report, rounds
from tests.support import browser as chromium

PAGE = place.ROOT / "docs" / "reference" / "phone-runs.md"
BUDGETS = Path(__file__).with_name("phone.toml")
MARK = "<!-- What follows is written by `python3 run.py bench --phone --keep`. -->\n"
KBIT, ROUND_TRIP, SLOWER = 400, 400, 6
KINDS = {"Document": "html", "Stylesheet": "style", "Script": "script", "Image": "image"}
TIMES = """() => {
  const [way] = performance.getEntriesByType('navigation');
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return {paint: paint.startTime, ready: way.domContentLoadedEventEnd, whole: way.loadEventEnd};
}"""
HEAD = (
    "| page | first paint, s | usable, s | all there, s |"
    " HTML · style · script · image · other, KB | first visit, KB | second visit, KB |"
)


@dataclass(slots=True)
class Page:
    """A page, how one comes to it, and what visits to it gave."""

    name: str
    path: str
    cookies: Mapping[str, str] = field(default_factory=dict)
    # Walks from there to the page that is meant; its address is then visited as any other.
    walk: Callable[[Any], None] | None = None
    paint: list[float] = field(default_factory=list)
    usable: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    kinds: dict[str, float] = field(default_factory=dict)
    again: float = 0.0

    @property
    def kilobytes(self) -> float:
        """All that a first visit fetched."""
        return sum(self.kinds.values())


def pages(known: Mapping[str, Any]) -> list[Page]:
    """Return the pages with a budget."""
    officer = {"sessionid": known["sessions"]["reception"][0]}
    leader = {"sessionid": known["sessions"]["leader"][0]}
    code = known["own"][0]
    start = f"/thu-tuc/{known['slug']}/nop/"
    return [
        Page("home", "/"),
        Page("guide", f"/thu-tuc/{known['slug']}/"),
        Page("track", "/tra-cuu/"),
        Page("status", f"/ho-so/{code}/", known["proof"]),
        Page("question", start, walk=to_question),
        Page("draft", start, walk=begin),
        Page("statistics", "/so-lieu/"),
        Page("worklist", "/can-bo/viec/", officer),
        Page("workspace", f"/can-bo/ho-so/{code}/", officer),
        Page("dashboard", "/lanh-dao/", leader),
        Page("board", "/bang-goi/"),
        Page("kiosk", "/kiosk/tra-cuu/"),
    ]


def begin(page: Any) -> None:
    """Begin to prepare a dossier, whichever way the procedure offers."""
    button = page.locator("main form button[type=submit], main form button:not([type])").first
    with page.expect_navigation():
        button.click()


def to_question(page: Any) -> None:
    """Go to the first question."""
    begin(page)
    chromium.follow(page.get_by_role("link", name="Người nộp"))


def visit(browser: Any, root: str, page: Page) -> None:
    """Come to a page for the first time, as a slow phone would, and then once more."""
    context = browser.new_context(
        base_url=root,
        viewport={"width": 390, "height": 844},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )
    try:
        context.add_cookies([{"name": k, "value": v, "url": root} for k, v in page.cookies.items()])
        one = context.new_page()
        session = slowed(context, one)
        fetched: dict[str, tuple[str, float]] = {}
        watch(session, fetched)
        answer = one.goto(page.path, wait_until="load", timeout=60_000)
        assert answer.status == 200, (page.name, page.path, answer.status)
        one.wait_for_function(
            "performance.getEntriesByName('first-contentful-paint').length > 0", timeout=60_000
        )
        times = one.evaluate(TIMES)
        page.paint.append(times["paint"] / 1000)
        page.usable.append(max(times["ready"], times["paint"]) / 1000)
        page.whole.append(max(times["whole"], times["paint"]) / 1000)
        page.kinds = {}
        for kind, size in fetched.values():
            page.kinds[kind] = page.kinds.get(kind, 0.0) + size / 1024
        fetched.clear()
        one.goto(page.path, wait_until="load", timeout=60_000)
        page.again = sum(size for _kind, size in fetched.values()) / 1024
    finally:
        context.close()


def slowed(context: Any, page: Any) -> Any:
    """Make a page's network and processor slow; return the line to its browser."""
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    most = KBIT * 1000 / 8
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": ROUND_TRIP,
            "downloadThroughput": most,
            "uploadThroughput": most,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return session


def watch(session: Any, fetched: dict[str, tuple[str, float]]) -> None:
    """Note what is fetched, by kind, as it comes over the line, heads included."""
    kinds: dict[str, str] = {}
    session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))

    def add(event: Any) -> None:
        kind = KINDS.get(kinds.get(event["requestId"], ""), "other")
        fetched[event["requestId"]] = (kind, float(event["encodedDataLength"]))

    session.on("Network.loadingFinished", add)


def walked(browser: Any, root: str, page: Page) -> None:
    """Walk to a page without haste and remember where it is, and as whom."""
    if page.walk is None:
        return
    context = browser.new_context(base_url=root, locale="vi-VN")
    try:
        one = context.new_page()
        one.goto(page.path)
        page.walk(one)
        page.path = one.url.removeprefix(root)
        page.cookies = {each["name"]: each["value"] for each in context.cookies()}
    finally:
        context.close()


def measure(times: int, dossiers: int) -> tuple[list[Page], float]:
    """Visit each page some times; return them and what share of the processor others took."""
    from playwright.sync_api import sync_playwright

    here = place.make("sqlite")
    try:
        here.call("-m", "phuong", "generate", "--dossiers", str(dossiers), "--apply")
        found = pages(here.told("-m", "bench.prepare"))
        here.serve()
        root = f"http://127.0.0.1:{here.port}"
        with sync_playwright() as playwright:
            path = chromium.find_chromium() or playwright.chromium.executable_path
            browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
            for page in found:
                walked(browser, root, page)
            began, busy, mine = time.perf_counter(), rounds.busy_seconds(), place.cpu_of_ours()
            for number in range(times):
                print(f"visit {number + 1} of {times} to each page", flush=True)
                for page in found:
                    visit(browser, root, page)
            whole = (time.perf_counter() - began) * (os.cpu_count() or 1)
            others = rounds.busy_seconds() - busy - (place.cpu_of_ours() - mine)
            browser.close()
    finally:
        here.stop()
    return found, max(0.0, others) / whole


def figures(found: Sequence[Page]) -> dict[str, dict[str, Any]]:
    """Return what is judged, by page."""
    return {
        page.name: {
            "paint_seconds": page.paint,
            "usable_seconds": page.usable,
            "kilobytes": [page.kilobytes],
            "again_kilobytes": [page.again],
        }
        for page in found
    }


def table(found: Sequence[Page]) -> list[str]:
    """Return a row for each page."""
    lines = [HEAD, "|---|---|---|---|---|---|---|"]
    for page in found:
        kinds = " · ".join(f"{page.kinds.get(k, 0):.1f}" for k in (*KINDS.values(), "other"))
        lines.append(
            f"| {page.name} | {median(page.paint):.2f} | {median(page.usable):.2f} |"
            f" {median(page.whole):.2f} | {kinds} | {page.kilobytes:.1f} | {page.again:.1f} |"
        )
    return [*lines, ""]


def main(arguments: Sequence[str]) -> int:
    """Measure, show, judge."""
    parser = argparse.ArgumentParser(prog="python3 run.py bench --phone", description=__doc__)
    parser.add_argument("--visits", type=int, default=5, help="first visits to each page")
    parser.add_argument("--dossiers", type=int, default=2_000, help="how many lie there already")
    parser.add_argument(
        "--keep", action="store_true", help="also into docs/reference/phone-runs.md"
    )
    parser.add_argument("--remark", default="", help="a sentence on the run, kept with it")
    chosen = parser.parse_args(arguments)
    if not chromium.chromium_path():
        print(chromium.HOW_TO_GET_IT)
        return 1
    shutil.rmtree(place.STATIC, ignore_errors=True)
    before = report.machine()
    found, taken = measure(chosen.visits, chosen.dossiers)
    verdicts = limits.verdicts(limits.read(BUDGETS), "sqlite", figures(found), taken)
    text = "\n".join(
        [
            f"Measured at commit {report.commit()}: median of {chosen.visits} first visits,"
            f" {chosen.dossiers:,} dossiers. {before['processor']}, {before['cores']} cores; load"
            f" average {before['load']} before; others took {taken:.0%} of the processor meanwhile."
            f" {chosen.remark}".rstrip(),
            "",
            *table(found),
            *[line.replace("| sqlite ", "", 1) for line in judged(verdicts)],
        ]
    )
    print(f"\n{text}")
    if chosen.keep:
        head = PAGE.read_text("utf-8").partition(MARK)[0]
        PAGE.write_text(f"{head}{MARK}\n{text}".rstrip() + "\n", "utf-8")
    failed = sum(not one.holds for one in verdicts)
    print(f"{failed} limits are broken" if failed else "every limit holds")
    return 1 if failed else 0


def judged(verdicts: Sequence[limits.Verdict]) -> list[str]:
    """Return only what is missed, and how many hold: the table above has the figures."""
    bad = [one for one in verdicts if not one.holds or one.missed or one.taken]
    lines = [f"{len(verdicts) - len(bad)} of {len(verdicts)} limits hold.", ""]
    return lines + (report.judged(bad) if bad else [])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
