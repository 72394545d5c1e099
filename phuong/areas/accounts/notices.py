"""The messages about accounts: no name, no secret; a letter's link is made when it goes out."""

from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.notices.api import Channel, Template

CONFIRM_MAIL = Template(
    "accounts.confirm_mail",
    _("Xác nhận địa chỉ thư"),
    _(
        "Địa chỉ này vừa được ghi làm nơi nhận thư công việc tại %(ward)s. Nếu đúng là của ông/bà,"
        " mở đường dẫn dưới đây trong một ngày. Nếu không phải, bỏ qua thư này."
    ),
    elsewhere=frozenset({Channel.EMAIL}),
    office_hours=False,
    leads=(_("Xác nhận địa chỉ"), "/can-bo/cai-dat/thu/%(token)s/"),
)
COME_IN = Template(
    "accounts.come_in",
    _("Đường dẫn vào trang hồ sơ của tôi"),
    _(
        "Có người vừa xin vào trang Hồ sơ của tôi của %(ward)s bằng địa chỉ này. Nếu đúng là"
        " ông/bà, mở đường dẫn dưới đây trong ba mươi phút; đường dẫn dùng một lần. Nếu không"
        " phải, bỏ qua thư này: không ai vào được gì."
    ),
    elsewhere=frozenset({Channel.EMAIL}),
    office_hours=False,
    leads=(_("Vào trang hồ sơ của tôi"), "/cua-toi/vao/%(token)s/"),
)
RECOVERED = Template(
    "accounts.recovered",
    _("Tài khoản vừa được khôi phục"),
    _(
        "Mật khẩu của ông/bà vừa được đặt lại bằng đường dẫn của người quản trị; bước xác nhận thứ"
        " hai đã bỏ, máy khác đã thoát. Nếu không phải ông/bà làm, báo ngay người quản trị."
    ),
    urgent=True,
    elsewhere=frozenset({Channel.EMAIL}),
    office_hours=False,
)
TEMPLATES = (CONFIRM_MAIL, COME_IN, RECOVERED)
