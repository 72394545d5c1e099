"""How people say and shorten what the law calls otherwise.

Keys are folded as `kernel.text.fold_for_search` has it: no marks, small letters, "ky" is "ki".
"""

from types import MappingProxyType
from typing import Final

_FILLERS: Final = (
    "a ah bi cach cai can cap cho co cua da dau de den di dum duoc em gi gio giup gium ha hay hoi"
    " hom ko khong la lam len lieu luc may minh mot muon nao nay nghe nhe nhieu nhu o phai phuong"
    " ra roi sao the thi thu toi tuc va vay ve viec voi vs xin"
)
FILLERS: Final = frozenset(_FILLERS.split())
"""Words that carry little: "tôi muốn xin làm … ở đâu"."""

EXPANSIONS: Final = MappingProxyType(
    {
        "bhyt": "bảo hiểm y tế",
        "cccd": "căn cước",
        "cmnd": "căn cước",
        "cmt": "căn cước",
        "cc": "công chứng",
        "ccb": "cựu chiến binh",
        "clb": "câu lạc bộ",
        "dk": "đăng ký",
        "dki": "đăng ký",
        "dkkd": "đăng ký kinh doanh",
        "dkkh": "đăng ký kết hôn",
        "gcn": "giấy chứng nhận",
        "gks": "giấy khai sinh",
        "gpkd": "giấy phép kinh doanh",
        "gpxd": "giấy phép xây dựng",
        "hk": "hộ khẩu",
        "hkd": "hộ kinh doanh",
        "hktt": "hộ khẩu thường trú",
        "hn": "hôn nhân",
        "hs": "hồ sơ",
        "kd": "kinh doanh",
        "kh": "kết hôn",
        "kk": "khó khăn",
        "ks": "khai sinh",
        "nvqs": "nghĩa vụ quân sự",
        "qsdd": "quyền sử dụng đất",
        "shk": "sổ hộ khẩu",
        "syll": "sơ yếu lý lịch",
        "tnxp": "thanh niên xung phong",
        "tthn": "tình trạng hôn nhân",
        "vsattp": "vệ sinh an toàn thực phẩm",
        "xd": "xây dựng",
        "xn": "xác nhận",
    }
)
"""Shortened words, written out where the catalogue does not have the short form itself."""

SYNONYMS: Final = MappingProxyType(
    {
        "ba": ("cha",),
        "be": ("con", "tre"),
        "bo": ("cha",),
        "chau": ("con", "tre"),
        "chet": ("tu",),
        "chong": ("hon",),
        "con": ("tre",),
        "copy": ("sao",),
        "cuoi": ("hon",),
        "ma": ("me",),
        "mat": ("tu",),
        "nghi": ("ngung",),
        "phoco": ("sao",),
        "photo": ("sao",),
        "shop": ("quan",),
        "tiem": ("quan",),
        "tien": ("tro",),
        "vo": ("hon",),
    }
)
"""Words that mean another of the catalogue, a little less surely than that word itself."""

OFTEN: Final = (
    "khai-sinh",
    "chung-thuc-ban-sao",
    "ket-hon",
    "xac-nhan-tinh-trang-hon-nhan",
    "trich-luc-ho-tich",
    "khai-tu",
    "chung-thuc-chu-ky",
    "lap-ho-kinh-doanh",
)
"""What most people come for, first on the page; a slug that is not in force is left out."""
