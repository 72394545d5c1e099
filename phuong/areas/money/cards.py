"""How the days of the cash book and the ward's account are named among subjects."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phuong.kernel.audit.api import Kind

DAY_KIND = Kind(
    code="cash_day",
    label=_("Sổ quỹ"),
    address=lambda code: f"{reverse('money:book')}?ngay={code[3:7]}-{code[7:9]}-{code[9:11]}",
    cards=lambda actor, ids: {},
)
ACCOUNT_KIND = Kind(
    code="bank_account",
    label=_("Tài khoản nhận tiền"),
    address=lambda code: reverse("money:account"),
    cards=lambda actor, ids: {},
)
