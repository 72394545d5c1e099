"""The messages of certification."""

from phuong.areas.dossiers.notices.messages import WHO, told
from phuong.kernel.errors import gettext_noop as _

CERTIFIED = (
    told(
        "certify",
        _("Đã chứng thực"),
        _("Hồ sơ %(code)s đã chứng thực xong. Mời nhận tại Bộ phận Một cửa trong giờ làm việc."),
        _("%(ward)s: ho so %(code)s da chung thuc xong, moi den nhan. Hoi: %(phone)s"),
        to_do=_("Mang theo giấy hẹn và giấy tờ tuỳ thân."),
        facts=(WHO,),
    ),
    told(
        "void_certification",
        _("Số chứng thực bị huỷ"),
        _("Số chứng thực của hồ sơ %(code)s đã bị huỷ; bản đã chứng thực không còn hiệu lực."),
        _("%(ward)s: so chung thuc ho so %(code)s bi huy, moi den quay. Hoi: %(phone)s"),
        to_do=_("Mang bản đã nhận đến Bộ phận Một cửa để làm lại. Lý do có trên trang hồ sơ."),
        facts=(WHO,),
        call=True,
    ),
)
