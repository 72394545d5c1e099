"""Invariant 15: stamps are found, everyday words are not."""

import unicodedata

import pytest

from phuong.kernel.documents.secrecy import check_not_secret, is_marked
from phuong.kernel.errors import RuleBroken


@pytest.mark.parametrize(
    "text",
    [
        "MẬT",
        "TỐI MẬT",
        "TUYỆT MẬT",
        "  MẬT  ",
        "(MẬT)",
        "[ TUYỆT MẬT ]",
        "M Ậ T",
        "T U Y Ệ T M Ậ T",
        "Dòng trên\nTỐI   MẬT\nDòng dưới",
        "Độ mật: Mật",
        "ĐỘ MẬT: TUYỆT MẬT",
        "Tuyệt mật",
        "HỎA TỐC - TUYỆT MẬT",
        "TÀI LIỆU MẬT",
        "Công văn MẬT số 5",
        "BC_MẬT_2026",
        "TUYET MAT",
        unicodedata.normalize("NFD", "TUYỆT MẬT"),
    ],
)
def test_invariant_15_a_stamp_is_found(text):
    assert is_marked(text)
    with pytest.raises(RuleBroken) as refusal:
        check_not_secret(["Đơn xin", text], field="note")
    assert (refusal.value.code, refusal.value.field) == ("documents.secret", "note")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Cam kết bảo mật thông tin",
        "CAM KẾT BẢO MẬT",
        "Mật khẩu: ********",
        "MẬT KHẨU",
        "Cơ sở mật ong Bảy Hường",
        "MẬT ONG RỪNG",
        "Luật Bảo vệ bí mật nhà nước",
        "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ TUYỆT MẬT, TỐI MẬT",
        "Mật độ xây dựng: 60%",
        "MẬT ĐỘ DÂN SỐ",
        "Chẩn đoán: sỏi túi mật",
        "SIÊU ÂM GAN - MẬT - TỤY",
        "VIÊM TÚI MẬT CẤP",
        "Quan hệ mật thiết với nhân dân",
        "Mật",
        "mật",
        "Độ mật: Thường",
        "độ Tuyệt mật, Tối mật và Mật theo quy định",
        "NGUYỄN VĂN MẬT",
        "Nguyễn Văn Mật",
        "TOI MAT",
    ],
)
def test_an_everyday_word_is_no_mark(text):
    assert not is_marked(text)
    check_not_secret([text])


def test_a_long_line_is_read_in_no_time():
    assert not is_marked("_ " * 200_000 + "-" * 200_000)
