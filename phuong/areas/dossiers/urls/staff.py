"""Addresses of the officials' pages."""

from django.urls import URLPattern, path

from phuong.areas.dossiers.views import (
    absent,
    calls,
    desk,
    handovers,
    ledgers,
    moves,
    papers,
    prints,
    ratings,
    records,
    undoing,
    usual,
    ways,
    workspace,
)

urlpatterns: list[URLPattern] = [
    path("can-bo/doi-nguoi/", absent.absent, name="absent"),
    path("can-bo/quay/", desk.desk, name="desk"),
    path("can-bo/quay/goi-dien/", calls.calls, name="calls"),
    path("can-bo/quay/goi-dien/<str:code>/<uuid:notice_id>/", calls.settle, name="settle-call"),
    path("can-bo/quay/tim/", desk.find, name="find"),
    path("can-bo/quay/tiep-nhan/", desk.walk_in, name="walk-in"),
    path("can-bo/quay/da-chuan-bi/<str:token>/<slug:slug>/", moves.prepared, name="prepared"),
    path("can-bo/thoi-gian/", usual.usual, name="usual"),
    path("can-bo/gop-y/", ratings.words, name="words"),
    path("can-bo/gop-y/<uuid:rating_id>/xoa/", ratings.erase, name="erase-words"),
    path("can-bo/so/", ledgers.ledgers, name="ledgers"),
    path("can-bo/so/theo-doi.pdf", ledgers.preview_register, name="register-preview"),
    path("can-bo/so/theo-doi.xlsx", ledgers.excel, name="register-excel"),
    path("can-bo/so/theo-doi/phat-hanh/", ledgers.issue_register, name="register-issue"),
    path("can-bo/so/ban-giao.pdf", handovers.preview, name="handover-preview"),
    path("can-bo/so/ban-giao.docx", handovers.word, name="handover-word"),
    path("can-bo/so/ban-giao/phat-hanh/", handovers.issue, name="handover-issue"),
    path("can-bo/so/nhan/", handovers.taking, name="taking"),
    path("can-bo/so/<str:code>/", ledgers.ledger, name="ledger"),
    path("can-bo/so/<str:code>/phat-hanh/", ledgers.issue, name="ledger-issue"),
    path("can-bo/so/<str:code>/da-nhan/", handovers.take, name="take-handover"),
    path("can-bo/so/<str:code>/thay/", handovers.replace, name="replace-handover"),
    path("can-bo/so/<str:code>/ban-in/<uuid:document_id>/", ledgers.paper, name="ledger-paper"),
    path("can-bo/ho-so/<str:code>/", workspace.workspace, name="workspace"),
    path(
        "can-bo/ho-so/<str:code>/tep/<uuid:attachment_id>/",
        workspace.attachment,
        name="attachment",
    ),
    path("can-bo/ho-so/<str:code>/so-su-kien/", records.staff_history, name="staff-history"),
    path("can-bo/ho-so/<str:code>/so-su-kien.jsonl", records.staff_export, name="staff-export"),
    path("can-bo/ho-so/<str:code>/in/<slug:form>/", prints.print_slip, name="print"),
    path(
        "can-bo/ho-so/<str:code>/in/<slug:form>/xem-truoc.pdf", papers.preview, name="print-preview"
    ),
    path("can-bo/ho-so/<str:code>/in/<slug:form>/word/", papers.word, name="print-word"),
    path("can-bo/ho-so/<str:code>/in/<slug:form>/phat-hanh/", papers.issue, name="print-issue"),
    path("can-bo/ho-so/<str:code>/ban-in/<uuid:document_id>/", papers.issued, name="paper"),
    path("can-bo/ho-so/<str:code>/cach-bao-tin/", ways.at_desk, name="way-at-desk"),
    path("can-bo/ho-so/<str:code>/hoan-tac/", undoing.undo, name="undo"),
    path("can-bo/ho-so/<str:code>/<slug:slug>/", moves.move, name="move"),
]
