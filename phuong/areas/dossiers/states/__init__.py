"""The life of a dossier as a table, split by matter: handing in, the work, the end."""

from phuong.areas.dossiers.states import (
    certifying,
    consulting,
    ending,
    handing_in,
    passing,
    paying,
    reported,
    working,
)
from phuong.areas.dossiers.states.certifying import CERTIFY, VOID_CERTIFICATION
from phuong.areas.dossiers.states.consulting import CONSULT
from phuong.areas.dossiers.states.ending import (
    HAND_OVER,
    LAPSE,
    POST_RESULT,
    RECALL_RESULT,
    RECEIVE_ONLINE,
    RENEW_RECEIPT,
    REPLACE_RESULT,
    REVOKE_RESULT,
    STOP,
    TAKE_BACK_POST,
    WITHDRAW,
)
from phuong.areas.dossiers.states.handing_in import (
    ANSWER_INTAKE,
    ASK_AT_INTAKE,
    DISCARD,
    NOT_ACCEPT,
    PREPARE,
    RECEIVE,
    REOPEN,
    SEND,
)
from phuong.areas.dossiers.states.passing import PASS_ON, TAKE_OVER
from phuong.areas.dossiers.states.paying import (
    ASK_PAYMENT,
    LAPSE_PAYMENT,
    TAKE_PAYMENT,
    WAIVE_PAYMENT,
)
from phuong.areas.dossiers.states.reported import (
    FOLLOW,
    NATIONAL,
    REPORTED_NAMES,
    TAKE_FOR_OTHER,
    path,
)
from phuong.areas.dossiers.states.words import LOOKS, Can, Look, State
from phuong.areas.dossiers.states.working import (
    ANSWER_SUPPLEMENT,
    APOLOGIZE,
    ASK_SUPPLEMENT,
    ASSIGN,
    CORRECT,
    DRAFT_APOLOGY,
    REASSIGN,
    RETURN_APOLOGY,
    SEND_BACK,
    SIGN,
    SUBMIT,
    TAKE_SUPPLEMENT,
    TAKE_UP,
)
from phuong.kernel.workflow.machine import Machine, any_of

__all__ = [
    "ANSWER_INTAKE",
    "ANSWER_SUPPLEMENT",
    "APOLOGIZE",
    "ASK_AT_INTAKE",
    "ASK_PAYMENT",
    "ASK_SUPPLEMENT",
    "ASSIGN",
    "AT_HOME",
    "BY_TIME",
    "CERTIFY",
    "CLOSED",
    "CONSULT",
    "CORRECT",
    "DISCARD",
    "DRAFT_APOLOGY",
    "FOLLOW",
    "HAND_OVER",
    "LAPSE",
    "LAPSE_PAYMENT",
    "LIFE",
    "LOOKS",
    "NATIONAL",
    "NOT_ACCEPT",
    "OPEN",
    "PASS_ON",
    "PAUSED",
    "POST_RESULT",
    "PREPARE",
    "REASSIGN",
    "RECALL_RESULT",
    "RECEIVE",
    "RECEIVE_ONLINE",
    "RENEW_RECEIPT",
    "REOPEN",
    "REPLACE_RESULT",
    "REPORTED_NAMES",
    "RETURN_APOLOGY",
    "REVOKE_RESULT",
    "RUNNING",
    "SEND",
    "SEND_BACK",
    "SIGN",
    "STOP",
    "SUBMIT",
    "TAKE_BACK_POST",
    "TAKE_FOR_OTHER",
    "TAKE_OVER",
    "TAKE_PAYMENT",
    "TAKE_SUPPLEMENT",
    "TAKE_UP",
    "VOID_CERTIFICATION",
    "WAIVE_PAYMENT",
    "WITHDRAW",
    "Can",
    "Look",
    "State",
    "path",
]

LIFE = Machine(
    State,
    initial=[State.DRAFT, State.SENT],
    moves=[
        *handing_in.MOVES,
        *passing.MOVES,
        *working.MOVES,
        *paying.MOVES,
        *certifying.MOVES,
        *ending.MOVES,
        *reported.MOVES,
        *consulting.MOVES,
    ],
)

AT_HOME = any_of(State.DRAFT, State.PREPARED, State.DISCARDED)
RUNNING = any_of(State.RECEIVED, State.IN_WORK, State.SIGNING)
PAUSED = any_of(State.SUPPLEMENT, State.PAYMENT)
OPEN = RUNNING | PAUSED | any_of(State.SENT, State.SUPPLEMENT_INTAKE, State.FORWARDED)
# Nothing is left to do on these. A result that was handed over can still be replaced or revoked.
CLOSED = LIFE.final | any_of(State.RETURNED)
# Done by time itself; a citizen is not offered it.
BY_TIME = frozenset({LAPSE.name, LAPSE_PAYMENT.name})
