"""Correcting a legal value by a new version."""

from django.db import transaction

from phuong.areas.office import queries, rules
from phuong.areas.office.actions.changing import change
from phuong.areas.office.rules import NewValue
from phuong.areas.office.states import Can
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit.api import Code, Facts
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.law import api as law
from phuong.kernel.wards.api import Ward


def correct_value(occasion: Occasion, key: str, given: NewValue) -> None:
    """Let a value be another from a day on, by an act that is named; the pack's rows stay.

    Values hold for the whole installation: where it serves several wards, the pack changes them.
    """

    def write() -> Facts:
        if Ward.objects.count() > 1:
            raise RuleBroken(
                "office.value.many-wards",
                _(
                    "Máy chủ này phục vụ nhiều phường, trị số dùng chung. Sửa tệp của gói luật rồi"
                    " nạp lại bằng phuong load-law."
                ),
                field="value",
            )
        versions = queries.value_versions(key)
        in_force = queries.version_on(versions, given.first)
        before = in_force.value if in_force else None
        beginnings = [one.valid_from for one in versions]
        rules.check_new(given, before, occasion.today, beginnings)
        law.enter_value(
            key,
            given.value,
            given.first,
            act=given.act,
            act_title=given.act_title,
            article=given.article,
            certainty=given.certainty,
            note=given.why,
        )
        transaction.on_commit(law.forget)
        told = given.value if isinstance(given.value, int) else None
        return {"key": Code(key), "first": given.first, "act": Code(given.act), "value": told}

    change(occasion, "office.correct_value", write, Can.ORGANISATION)
