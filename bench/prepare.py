"""Inside Django: sessions, cookies and addresses for the clients; prints JSON."""

import json
import sys
from typing import Any

import django

CLIENTS = 8


def log_in(ward: Any, post: str) -> list[str]:
    """Log a post's holder in, once for each client; return the keys of the sessions."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from phuong.kernel.access.sessions import SessionStore
    from phuong.kernel.people.models import Appointment

    row = Appointment.objects.of(ward).select_related("person").get(post__code=post)
    account = row.person.account
    assert account is not None
    keys = []
    for _each in range(CLIENTS):
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.create()
        keys.append(str(session.session_key))
    return keys


def cookie(ward: Any, proved: list[Any]) -> str:
    """Return a cookie that shows that all of these dossiers are the browser's own."""
    from django.http import HttpResponse
    from django.test import RequestFactory

    from phuong.areas.dossiers.views import proof

    request, response = RequestFactory().get("/"), HttpResponse()
    request.ward = ward  # type: ignore[attr-defined]
    for dossier in proved:
        proof.prove(request, response, dossier)  # type: ignore[arg-type]
        request.COOKIES[proof.COOKIE] = response.cookies[proof.COOKIE].value
    return request.COOKIES[proof.COOKIE]


def main() -> None:
    """Look up what the clients need, of the first ward."""
    django.setup()
    from django.db.models import Count
    from django.utils import timezone

    from phuong.areas.dossiers.api import models
    from phuong.areas.dossiers.views import proof
    from phuong.areas.procedures import api as procedures
    from phuong.kernel.access.api import HERE
    from phuong.kernel.wards.models import Ward
    from phuong.kernel.workflow.api import WorkItem

    ward = Ward.objects.get()

    dossiers = models.Dossier.objects.of(ward)
    open_ones = list(dossiers.in_hand().filter(received_at__isnull=False).order_by("id")[:400])
    mine = WorkItem.objects.of(ward).filter(post__code="tiep-nhan-1")
    by_field = mine.values_list("field").annotate(n=Count("id")).order_by("n", "field")
    today = timezone.now().astimezone(HERE).date()
    version = next(
        one
        for one in procedures.common(ward.pk, today) or procedures.catalogue(ward.pk, today)
        if one.usable and one.limit is not None
    )
    json.dump(
        {
            "sessions": {
                "reception": log_in(ward, "tiep-nhan-1"),
                "leader": log_in(ward, "chu-tich"),
            },
            "codes": [each.code for each in open_ones],
            "own": [each.code for each in open_ones[:CLIENTS]],
            "proof": {proof.COOKIE: cookie(ward, open_ones[:CLIENTS])},
            "rarest": next(iter(by_field))[0],
            "items": mine.count(),
            "slug": version.slug,
            "papers": {
                f"paper-{paper.code}": "original"
                for paper in version.papers
                if paper.required and not paper.held_in
            },
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
