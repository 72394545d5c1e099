"""Fifty queries as people type them; the right procedure is among the first three."""

import time
import unicodedata

import pytest

from phuong.areas.procedures.rules.finding import Document, Index
from phuong.areas.procedures.rules.packed import rows_of
from phuong.areas.procedures.rules.syllables import words_of
from phuong.kernel.law.pack import read

QUERIES = [
    # With marks, word for word.
    ("Đăng ký khai sinh", "khai-sinh"),
    ("đăng ký kết hôn", "ket-hon"),
    ("khai tử", "khai-tu"),
    ("giấy độc thân", "xac-nhan-tinh-trang-hon-nhan"),
    ("chứng thực chữ ký", "chung-thuc-chu-ky"),
    ("hộ nghèo", "ho-ngheo-can-ngheo"),
    ("khiếu nại", "khieu-nai"),
    ("làm di chúc", "chung-thuc-di-chuc"),
    # Without marks.
    ("giay khai sinh", "khai-sinh"),
    ("xac nhan doc than", "xac-nhan-tinh-trang-hon-nhan"),
    ("cong chung ban sao", "chung-thuc-ban-sao"),
    ("sao y ban chinh", "chung-thuc-ban-sao"),
    ("so yeu ly lich", "chung-thuc-chu-ky"),
    ("giay phep kinh doanh", "lap-ho-kinh-doanh"),
    ("xin phep xay nha", "giay-phep-xay-dung"),
    ("giay khuyet tat", "muc-do-khuyet-tat"),
    ("tam vang", "tam-vang"),
    ("phong tro an toan", "phong-tro-an-toan"),
    # One letter missing, added, wrong or swapped.
    ("dang ky ket hn", "ket-hon"),
    ("khai sihn", "khai-sinh"),
    ("khai sinhh cho con", "khai-sinh"),
    ("trich luc khai sin", "trich-luc-ho-tich"),
    ("dang ki tam chu", "tam-tru"),
    ("chung thuc chu kyy", "chung-thuc-chu-ky"),
    ("khieu naij", "khieu-nai"),
    ("ho ngeho", "ho-ngheo-can-ngheo"),
    ("tach khauu", "tach-ho"),
    ("gia dinh van hoaa", "gia-dinh-van-hoa"),
    # In another order, or run together.
    ("kết hôn đăng ký", "ket-hon"),
    ("sinh khai giấy", "khai-sinh"),
    ("khaisinh", "khai-sinh"),
    ("nhà sửa", "sua-chua-cai-tao"),
    # As people say it.
    ("khai sinh cho bé", "khai-sinh"),
    ("tôi muốn làm khai sinh cho con ở đâu", "khai-sinh"),
    ("lấy chồng hàn quốc", "ket-hon-nuoc-ngoai"),
    ("cưới", "ket-hon"),
    ("photo công chứng bằng cấp", "chung-thuc-ban-sao"),
    ("đổi họ cho con", "cai-chinh-ho-tich"),
    ("ba em mất làm giấy chứng tử", "khai-tu"),
    ("mở quán cà phê", "lap-ho-kinh-doanh"),
    ("đóng cửa quán", "cham-dut-ho-kinh-doanh"),
    ("tiền người già", "huu-tri-xa-hoi"),
    ("làm sổ đỏ", "so-do-lan-dau"),
    ("hàng xóm lấn đất", "hoa-giai-dat-dai"),
    ("chồng đánh vợ", "cam-tiep-xuc"),
    ("nhập hộ khẩu", "thuong-tru"),
    ("sinh viên thuê trọ", "tam-tru"),
    ("cán bộ đòi tiền", "to-cao"),
    ("gặp chủ tịch phường", "tiep-cong-dan"),
    ("mua bán đất", "chung-thuc-giao-dich"),
    # Shortened, and by code.
    ("đk kết hôn", "ket-hon"),
    ("xn tthn", "xac-nhan-tinh-trang-hon-nhan"),
    ("gpkd", "lap-ho-kinh-doanh"),
    ("cccd công chứng", "chung-thuc-ban-sao"),
    ("CT07", "xac-nhan-cu-tru"),
    ("1.001193", "khai-sinh"),
]


EVERYTHING = (
    "tôi muốn xin giấy xác nhận tình trạng hôn nhân khai sinh chứng thực bản sao hộ khẩu đất nhà"
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(
        [
            Document(
                key=row.slug,
                title=row.version.name,
                phrases=row.keywords,
                codes=(row.version.code, *row.other_codes),
                context=row.field.name,
            )
            for row in rows_of(read())
        ]
    )


@pytest.mark.parametrize(("words", "wanted"), QUERIES)
def test_the_right_one_is_among_the_first_three(index, words, wanted):
    assert wanted in [hit.key for hit in index.find(words)[:3]]


def test_at_least_fifty_queries_are_tried():
    assert len({words for words, _ in QUERIES}) >= 50


def test_a_query_takes_less_than_five_milliseconds(index):
    def milliseconds(words: str) -> float:
        took = []
        for _ in range(3):
            # The work itself: others on the machine may have the processor meanwhile.
            start = time.thread_time()
            index.find(words)
            took.append(time.thread_time() - start)
        return min(took) * 1000

    slowest = max(milliseconds(words) for words, _ in [*QUERIES, (EVERYTHING, "")])
    assert slowest < 5


@pytest.mark.parametrize("words", ["", "   ", "???", "xyzzy plugh", "qwertyuiop", "\u0301"])
def test_nonsense_finds_nothing(index, words):
    assert index.find(words) == ()


def test_what_is_much_worse_than_the_best_is_left_out(index):
    found = [hit.key for hit in index.find("khai sinh")]
    assert found[0] == "khai-sinh"
    assert set(found) >= {"dang-ky-lai-khai-sinh", "lien-thong-khai-sinh", "khai-sinh-nuoc-ngoai"}
    assert "an-toan-thuc-pham" not in found


def test_the_same_marks_rank_higher():
    index = Index([Document("ban", "Bán đất"), Document("bạn", "Bạn dat")])
    assert [hit.key for hit in index.find("bạn")] == ["bạn", "ban"]
    assert [hit.key for hit in index.find("bán")] == ["ban", "bạn"]


def test_an_exact_word_ranks_above_one_a_letter_off():
    index = Index([Document("1", "tách hộ"), Document("2", "sách hộ")])
    assert index.find("tach ho")[0].key == "1"
    assert index.find("sach ho")[0].key == "2"


def test_the_place_of_the_tone_does_not_matter():
    assert words_of("hoà thuỷ")[0].marked == words_of("hòa")[0].marked
    assert words_of("hoà thuỷ")[1].marked == words_of("thủy")[0].marked
    assert words_of("hoa")[0].marked != words_of("hoà")[0].marked


def test_a_lone_y_and_i_are_one():
    index = Index([Document("1", "Liệt sĩ"), Document("2", "Xử lý")])
    assert index.find("liệt sỹ")[0] == index.find("liệt sĩ")[0]
    assert index.find("xu li")[0].key == "2"


def test_a_query_in_decomposed_letters_is_the_same(index):
    for words in ("Đăng ký kết hôn", "giấy độc thân"):
        typed = unicodedata.normalize("NFD", words)
        assert index.find(typed) == index.find(words)


def test_an_unfinished_last_word_is_completed(index):
    assert index.find("chứng thực di chú")[0].key == "chung-thuc-di-chuc"
    assert index.find("phong tro an to")[0].key == "phong-tro-an-toan"


def test_every_procedure_is_found_by_its_name_and_each_of_its_keywords(index):
    lost = []
    for document in index.documents:
        for words in (document.title, *document.phrases):
            first = [hit.key for hit in index.find(words)[:3]]
            lost += [(words, document.key, first)] if document.key not in first else []
    assert lost == []
