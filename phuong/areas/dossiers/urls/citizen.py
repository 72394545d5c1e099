"""Addresses of the citizen pages."""

from django.urls import URLPattern, path

from phuong.areas.dossiers.views import (
    answers,
    drafts,
    papers,
    ratings,
    records,
    slips,
    steps,
    track,
    ways,
)

urlpatterns: list[URLPattern] = [
    path("thu-tuc/<slug:slug>/nop/", drafts.start, name="start"),
    path("nop/ma/", drafts.resume, name="resume"),
    path("nop/da-xoa/", drafts.discarded, name="discarded"),
    path("nop/<str:token>/", drafts.show, name="draft"),
    path("nop/<str:token>/kiem-tra/", drafts.check, name="check"),
    path("nop/<str:token>/da-gui/", drafts.sent, name="sent"),
    path("nop/<str:token>/luu/", drafts.saved, name="saved"),
    path("nop/<str:token>/sua-lai/", drafts.reopen, name="reopen"),
    path("nop/<str:token>/xoa/", drafts.discard, name="discard"),
    path("nop/<str:token>/<path:step>/", steps.step, name="step"),
    path("tra-cuu/", track.lookup, name="lookup"),
    path("q/<str:token>/", track.by_qr, name="qr"),
    path("q/<str:token>/ngay-hen/", track.explain_by_qr, name="qr-why"),
    path("ho-so/dong/", track.close, name="close"),
    path("ho-so/<str:code>/", track.status, name="status"),
    path("ho-so/<str:code>/ngay-hen/", track.explain, name="why"),
    path("ho-so/<str:code>/bo-sung/", answers.supplement, name="supplement"),
    path("ho-so/<str:code>/bo-sung/da-gui/", answers.supplemented, name="supplemented"),
    path("ho-so/<str:code>/danh-gia/", ratings.rate, name="rate"),
    path("ho-so/<str:code>/danh-gia/da-gui/", ratings.rated, name="rated"),
    path("ho-so/<str:code>/danh-gia/goi-lai/", ratings.call_back, name="call-back"),
    path("ho-so/<str:code>/nhan-ket-qua/", answers.receive_online, name="receive-online"),
    path("ho-so/<str:code>/cach-bao-tin/", ways.own, name="way"),
    path("ho-so/<str:code>/rut/", answers.withdraw, name="withdraw"),
    path("ho-so/<str:code>/tep/<uuid:attachment_id>/", track.file, name="file"),
    path("ho-so/<str:code>/ai-da-xem/", records.seen, name="seen"),
    path("ho-so/<str:code>/so-su-kien.jsonl", records.export, name="export"),
    path("ho-so/<str:code>/<slug:form>.pdf", papers.own, name="slip-pdf"),
    path("ho-so/<str:code>/<slug:form>/phat-hanh/", papers.issue_own, name="slip-issue"),
    path("ho-so/<str:code>/<slug:form>/", slips.slip, name="slip"),
]
