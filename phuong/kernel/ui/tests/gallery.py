"""Pages that show every component, rendered as the program renders them, for tests to look at."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory

from phuong.kernel.ui import charts, parts, tables
from phuong.kernel.ui.forms import (
    DateField3,
    FilterForm,
    IdNumberField,
    PersonNameField,
    PhoneField,
    RefusableForm,
    UploadField,
)

HERE = Path(__file__).parent
WARD = SimpleNamespace(name="UBND phường Mẫu", phone="028 0000 0000", address="12 đường Mẫu")
NAMES = ["citizen", "errors", "done", "worklist", "leader", "slip"]
PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages",
    "phuong.kernel.ui.context.page",
]
AT = datetime(2026, 11, 22, 2, 42, tzinfo=UTC)


class BirthForm(RefusableForm):
    name = PersonNameField()
    born_on = DateField3(label="Ngày sinh", help_text="Ví dụ 27 3 1958", birthday=True)
    phone = PhoneField(help_text="Để nhắn tin khi có kết quả")
    id_number = IdNumberField(required=False)
    how = forms.ChoiceField(
        label="Cách nhận kết quả",
        choices=[("desk", "Tại quầy"), ("post", "Qua bưu chính"), ("file", "Bản điện tử")],
        widget=forms.RadioSelect,
    )
    area = forms.ChoiceField(label="Khu vực", choices=[("", "Chọn khu vực"), ("1", "Khu vực 1")])
    note = forms.CharField(
        label="Lời nhắn", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    paper = UploadField(
        label="Giấy chứng sinh", help_text="Chụp đủ bốn góc, chữ rõ. Ảnh hoặc PDF, dưới 10 MB"
    )
    true = forms.BooleanField(label="Tôi chịu trách nhiệm về những điều đã khai")


class WorkFilter(FilterForm):
    q = forms.CharField(label="Tìm", required=False)
    field = forms.ChoiceField(
        label="Lĩnh vực", required=False, choices=[("", "Tất cả"), ("ho-tich", "Hộ tịch")]
    )
    state = forms.ChoiceField(label="Trạng thái", required=False, choices=[("", "Tất cả")])


def page(name: str, *, theme: str = "light", size: str = "normal") -> str:
    """Render one page of the gallery with the program's own context processors."""
    request: Any = RequestFactory().get("/can-bo/viec/", {"field": "ho-tich", "xep": "han"})
    request.COOKIES = {"theme": theme, "size": size}
    request.ward = WARD
    template = "citizen" if name == "errors" else name
    context = {**_shared(request), "form": _form(bound=name == "errors")}
    context["has_errors"] = name == "errors"
    if name in {"done", "slip", "leader", "worklist"}:
        del context["form"]
    return _engine().get_template(f"gallery/{template}.html").render(context, request)


def _engine() -> DjangoTemplates:
    return DjangoTemplates(
        {
            "NAME": "gallery",
            "APP_DIRS": True,
            "DIRS": [HERE / "templates"],
            "OPTIONS": {"context_processors": PROCESSORS},
        }
    )


def _form(*, bound: bool) -> BirthForm:
    return BirthForm(
        {"phone": "09051", "born_on_day": "31", "born_on_month": "2"} if bound else None
    )


def _shared(request: Any) -> dict[str, Any]:
    return {
        "trail": [("Trang chủ", "/"), ("Tra cứu", "/tra-cuu/"), ("PM-261122-0147", "")],
        "steps": [
            parts.Step("Đã nộp", "done", at=AT, detail="Nộp qua mạng"),
            parts.Step("Đã tiếp nhận", "done", at=AT, unit="Bộ phận Một cửa", officer="Hạnh"),
            parts.Step("Đang giải quyết", "now", at=AT, unit="Tư pháp – Hộ tịch", officer="Mai"),
            parts.Step("Ký duyệt", "todo"),
            parts.Step("Trả kết quả", "todo", detail="Tại Quầy 3, hoặc bản điện tử"),
        ],
        "cards": [
            parts.Card("Nộp hồ sơ", "#nop", "Khai sinh, kết hôn, chứng thực, hộ kinh doanh…"),
            parts.Card("Tra cứu hồ sơ", "#tra", "Xem hồ sơ đã đến bước nào, ngày nào có kết quả"),
        ],
        "tasks": [
            parts.Task("Người nộp", "#a", "done"),
            parts.Task("Nội dung khai", "#b", "doing", "Còn 2 câu"),
            parts.Task("Giấy tờ", "#c", "todo"),
            parts.Task("Kiểm tra và gửi", "#d", "blocked"),
        ],
        "rows": [
            parts.Row("Thủ tục", "Đăng ký khai sinh"),
            parts.Row("Người nộp", "Nguyễn Thị Hường", "#sua", "người nộp"),
            parts.Row("Hẹn trả kết quả", "trước 17:00, Thứ Tư 25/11/2026"),
        ],
        "files": [parts.Uploaded("Tờ khai đăng ký khai sinh", "to-khai.pdf", 184320, "1")],
        "pieces": [
            parts.Evidence("Ảnh tuyến đường xanh", "#m", "Khu vực 3", AT, used_by=("1.2", "1.4"))
        ],
        "menu": [
            parts.MenuItem("Việc của tôi", "#1", "25", current=True, go="KeyV"),
            parts.MenuItem("Quá hạn", "#2", "2", tone="bad"),
            parts.MenuItem("Sắp đến hạn", "#3", "6", tone="warn"),
            parts.MenuItem("Chờ bổ sung", "#4", "3"),
            parts.MenuItem("Cả đơn vị", "#5", "99+"),
        ],
        "filter": WorkFilter(request.GET),
        "sort": tables.sort_of(request, ["ma", "han"], "han"),
        "lines": _lines(),
        "page_of_rows": tables.Page([], before="abc", after="def"),
        "act": parts.Act("Trình ký", "#ky", "Chủ tịch nhận được ngay"),
        "others": [parts.Act("Yêu cầu bổ sung", "#bs", "Tạm dừng thời hạn, báo người nộp")],
        "slip_title": "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "slip_number": "0147/TNHS",
        **_leader(),
    }


def _lines() -> list[dict[str, Any]]:
    people = ["Nguyễn Thị Hường", "Trần Văn Đức", "Lê Thị Thuỳ Dương", "Hoàng Ngọc Bảo Trân"]
    things = ["Đăng ký khai sinh", "Chứng thực bản sao từ bản chính", "Đăng ký kết hôn"]
    states = [("Đang giải quyết", "info"), ("Chờ ký", "violet"), ("Chờ bổ sung", "warn")]
    return [
        {
            "code": f"PM-2611{22 - at:02}-{147 - 3 * at:04}",
            "procedure": things[at % 3],
            "person": people[at % 4],
            "state": states[at % 3][0],
            "tone": states[at % 3][1],
            "days": at // 2 - 3 if at < 10 else at - 8,
            "next": ("Trình ký", "Ký", "Xem phiếu")[at % 3],
        }
        for at in range(22)
    ]


def _bars() -> str:
    return charts.bar_chart(
        charts.Words(
            "linh-vuc",
            "Đang giải quyết theo lĩnh vực",
            "Hộ tịch nhiều nhất, 52 hồ sơ; đất đai quá hạn 3.",
            "Hồ sơ đã tiếp nhận, chưa có kết quả, lúc 9:45.",
        ),
        [
            charts.Bar("Hộ tịch", 52, url="#a"),
            charts.Bar("Đất đai", 41, 3, "#b"),
            charts.Bar("Bảo trợ xã hội", 33, 1, "#c"),
            charts.Bar("Hộ kinh doanh", 28, 2, "#d"),
            charts.Bar("Cư trú", 8, url="#e"),
        ],
        label_head="Lĩnh vực",
        value_head="Đang giải quyết",
        part_head="quá hạn",
    )


def _leader() -> dict[str, Any]:
    months = ["12/25", *map(str, range(1, 12))]
    rate = [91.2, 92, 90.1, 93.3, 94, 93.1, 94.8, 95.2, 94.4, 95.9, 96.1, 96.4]
    return {
        "figures": [
            parts.Figure("Đang giải quyết", "184", "#1", change="tăng 12 so với tháng trước"),
            parts.Figure("Sắp đến hạn", "27", "#2", "warn"),
            parts.Figure("Quá hạn", "6", "#3", "bad", "giảm 2 so với tháng trước"),
            parts.Figure("Đúng hạn tháng này", "96,4%", "#4", "ok"),
            parts.Figure("Hài lòng (30 ngày)", "4,6/5", "#5", "ok"),
            parts.Figure("Nhiệm vụ chậm", "9", "#6", "bad"),
        ],
        "bars": _bars(),
        "line": charts.line_chart(
            charts.Words(
                "dung-han",
                "Tỷ lệ đúng hạn 12 tháng",
                "Tăng từ 91,2% lên 96,4%; vượt mục tiêu từ tháng 9.",
            ),
            months,
            [charts.Series("Đúng hạn", rate)],
            label_head="Tháng",
            target=95,
            urls=[f"#t{at}" for at in range(12)],
        ),
        "many": charts.line_chart(
            charts.Words("ba-khu-vuc", "Điểm thi đua", "Khu vực 1 dẫn đầu từ tháng 6."),
            months,
            [
                charts.Series("Khu vực 1", [40 + 4.2 * at for at in range(12)]),
                charts.Series("Khu vực 2", [48 + 2.9 * at for at in range(12)]),
                charts.Series("Khu vực 3", [30 + 4.0 * at if at > 2 else None for at in range(12)]),
            ],
            label_head="Tháng",
            write=charts.whole,
        ),
        "spark": charts.spark([3, 5, 4, 6, 8, 7], "6 tháng: từ 3 lên 7 phản ánh"),
    }
