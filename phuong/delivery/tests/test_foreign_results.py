"""What the public page says of signed files that the ward did not issue: each with a next step."""

from dataclasses import replace
from datetime import timedelta

import pytest

from phuong.delivery import results
from phuong.kernel.documents.signing.api import Found, Looked, State
from tests.support.builders import MONDAY, make_ward

GOOD = Found(
    mark="f" * 64,
    intact=True,
    valid=True,
    covers_all=True,
    trusted=True,
    signer="Ai đó",
    issuer="Nơi cấp",
    fingerprint="0" * 64,
    signed_at=MONDAY,
    stamped=False,
    ends=MONDAY + timedelta(days=1),
    held_then=True,
    holds_now=True,
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("found", "code", "next_step"),
    [
        (GOOD, "other", "hỏi nơi ký tệp"),
        (replace(GOOD, trusted=False), "unknown", "Hỏi nơi phát hành trước khi dùng"),
        (replace(GOOD, holds_now=False), "expired", "bản ký lại"),
        (replace(GOOD, holds_now=False, stamped=True), "other", "hỏi nơi ký tệp"),
        (replace(GOOD, held_then=False), "expired", "bản ký lại"),
        (replace(GOOD, intact=False), "broken", "Đừng dùng tệp này"),
        (replace(GOOD, covers_all=False), "broken", "Đừng dùng tệp này"),
    ],
)
def test_each_says_what_it_is_and_what_to_do(found, code, next_step):
    answer = results.judge(make_ward().pk, "0" * 64, Looked(State.READ, (found,)), MONDAY)
    assert answer.verdict.code == code
    assert next_step in str(answer.verdict.words)
    assert answer.issued is None
