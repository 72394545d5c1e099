"""Every write that a person can cause, split by thing.

Always: lock → replay? → policy → rules → change → event, work item, notice, figures; one
transaction. Files are received before it (`documents.receive`).
"""

from phuong.areas.dossiers.actions.acts import sent_before
from phuong.areas.dossiers.actions.altered import note_altered_copy
from phuong.areas.dossiers.actions.apologies import apologize, draft_apology, return_apology
from phuong.areas.dossiers.actions.calls import settle_call
from phuong.areas.dossiers.actions.certifying import (
    certify,
    certify_at_once,
    void_certification,
)
from phuong.areas.dossiers.actions.checklist import find_unneeded, return_papers
from phuong.areas.dossiers.actions.consulting import (
    answer_inquiry,
    consult,
    drop_inquiry,
    recount_inquiry,
    urge_inquiry,
)
from phuong.areas.dossiers.actions.corrections import correct
from phuong.areas.dossiers.actions.drafts import (
    discard,
    prepare,
    reopen,
    save_draft,
    send,
    start_draft,
)
from phuong.areas.dossiers.actions.erasing import erase_values
from phuong.areas.dossiers.actions.following import follow, report, take_for_other
from phuong.areas.dossiers.actions.handovers import (
    issue_handover,
    replace_handover,
    take_handover,
)
from phuong.areas.dossiers.actions.intake import (
    ask_at_intake,
    not_accept,
    receive,
    register_walk_in,
    take_in,
)
from phuong.areas.dossiers.actions.issued import (
    post_result,
    recall_result,
    receive_online,
    replace_electronically,
    replace_result,
    revoke_result,
    take_back_post,
)
from phuong.areas.dossiers.actions.ledgers import issue_paper, issue_register
from phuong.areas.dossiers.actions.passing import pass_on, take_over
from phuong.areas.dossiers.actions.paying import (
    ask_payment,
    lapse_payment,
    pay,
    take_payment,
    waive_payment,
)
from phuong.areas.dossiers.actions.printing import issue_form
from phuong.areas.dossiers.actions.ratings import erase_words, rate, want_call_back
from phuong.areas.dossiers.actions.reminding import keys_of, remind, remind_askers
from phuong.areas.dossiers.actions.results import (
    hand_over,
    renew_receipt,
    send_back,
    sign,
    sign_electronically,
    stop,
    submit,
)
from phuong.areas.dossiers.actions.supplements import (
    answer_intake,
    answer_supplement,
    ask_supplement,
    keep_supplement,
    lapse,
    take_supplement,
)
from phuong.areas.dossiers.actions.undoing import undo
from phuong.areas.dossiers.actions.visits import issue_visit, open_visit
from phuong.areas.dossiers.actions.ways import change_way
from phuong.areas.dossiers.actions.work import assign, reassign, take_up, withdraw

__all__ = [
    "answer_inquiry",
    "answer_intake",
    "answer_supplement",
    "apologize",
    "ask_at_intake",
    "ask_payment",
    "ask_supplement",
    "assign",
    "certify",
    "certify_at_once",
    "change_way",
    "consult",
    "correct",
    "discard",
    "draft_apology",
    "drop_inquiry",
    "erase_values",
    "erase_words",
    "find_unneeded",
    "follow",
    "hand_over",
    "issue_form",
    "issue_handover",
    "issue_paper",
    "issue_register",
    "issue_visit",
    "keep_supplement",
    "keys_of",
    "lapse",
    "lapse_payment",
    "not_accept",
    "note_altered_copy",
    "open_visit",
    "pass_on",
    "pay",
    "post_result",
    "prepare",
    "rate",
    "reassign",
    "recall_result",
    "receive",
    "receive_online",
    "recount_inquiry",
    "register_walk_in",
    "remind",
    "remind_askers",
    "renew_receipt",
    "reopen",
    "replace_electronically",
    "replace_handover",
    "replace_result",
    "report",
    "return_apology",
    "return_papers",
    "revoke_result",
    "save_draft",
    "send",
    "send_back",
    "sent_before",
    "settle_call",
    "sign",
    "sign_electronically",
    "start_draft",
    "stop",
    "submit",
    "take_back_post",
    "take_for_other",
    "take_handover",
    "take_in",
    "take_over",
    "take_payment",
    "take_supplement",
    "take_up",
    "undo",
    "urge_inquiry",
    "void_certification",
    "waive_payment",
    "want_call_back",
    "withdraw",
]
