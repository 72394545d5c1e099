"""Inside Django, on the cluster: whom the pages read from, and whether one sees what one wrote.

Pages are asked for through the whole stack; the questions that reach each database are counted.
Prints JSON: how many a step put to the primary and to the standby.
"""

import json
import sys
import time
from typing import Any

import django

FIGURES = "/so-lieu/"


def questions(browser: Any, path: str) -> dict[str, int]:
    """Ask for a page; return how many statements about its content went to each database."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    with (
        CaptureQueriesContext(connections["default"]) as primary,
        CaptureQueriesContext(connections["reading"]) as standby,
    ):
        answer = browser.get(path)
    assert answer.status_code == 200, answer.status_code
    asked = [one["sql"] for one in standby if "pg_is_in_recovery" not in one["sql"]]
    return {"primary": len(primary), "standby": len(asked)}


def write(browser: Any, known: dict[str, str]) -> str:
    """Send a form that writes; return the place in the journal that the browser now carries."""
    fields = {"login": known["login"], "password": known["password"]}
    answer = browser.post("/dang-nhap/", fields)
    assert answer.status_code == 302, answer.status_code
    return str(browser.cookies["wrote"].value)


def main() -> None:
    """Let a stranger read, then somebody who wrote some seconds ago."""
    django.setup()
    from django.test import Client

    stranger, writer = Client(), Client()
    # What a process remembers is not asked for again.
    stranger.get(FIGURES)
    found: dict[str, Any] = {"stranger": questions(stranger, FIGURES)}
    found["place"] = write(writer, json.loads(sys.argv[1]))
    time.sleep(float(sys.argv[2]))
    found["writer"] = questions(writer, FIGURES)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
