"""What is typed on the page of each move of an official."""

from django.utils import timezone

from phuong.areas.dossiers.tests.builders import APOLOGY, GROUND, other_unit
from tests.support.builders import CALENDAR

ANSWERS = {
    "ask_payment": {"why": "Nộp trước khi lập giấy."},
    "take_payment": {"amount": "8000", "how": "cash"},
    "waive_payment": {"why": "Gia đình được miễn phí."},
    "certify": {"document": "btn", "copies": "2", "pages": "3"},
    "void_certification": {"reason": "Ghi sai số trang."},
    "receive": {"paper-to-khai": "original"},
    "ask": {"paper_1": "to-khai", "why_1": "Chưa ký", "basis_1": "Điều 16 Luật Hộ tịch"},
    "not_accept": GROUND,
    "stop": GROUND,
    "submit": {"kind": "Giấy khai sinh", "summary": "Đủ điều kiện."},
    "renew_receipt": {"checked": "identity-card"},
    "correct": {
        "name": "Nguyễn Thị Hưởng",
        "phone": "0905 999 888",
        "for_whom": "self",
        "return_method": "counter",
        "paper-to-khai": "original",
        "paper-giay-chung-sinh": "original",
        "reason": "Gõ sai.",
        "seen": "1",
        "confirmed": "1",
    },
    "return_apology": {"reason": "Viết rõ hơn"},
    "send_back": {"reason": "Sai ngày sinh"},
    "hand_over": {"receiver_kind": "self"},
    "post_result": {"tracking": "EV123456789VN"},
    "follow": {"system": "moj-civil-status", "external_code": "G01.899-261116-0007"},
    "take_for_other": {"settled_by": "UBND phường Cái Răng", "paper-to-khai": "original"},
    **dict.fromkeys(("revoke_result", "recall_result"), GROUND),
}
REPLACING = {
    "kind": "Giấy khai sinh",
    "summary": "Sửa chữ đệm.",
    "reason": "Ghi sai chữ đệm.",
    "basis": "Điều 28 Luật Hộ tịch",
}


def answers_for(desk, move):
    if move.name == "assign":
        return {"handler": str(desk.specialist.id)}
    if move.name == "consult":
        return {"units": [str(other_unit(desk).id)], "question": "Đất có tranh chấp không?"}
    if move.name in ("reassign", "pass_on"):
        to = str(other_unit(desk).id)
        return {"handler": str(desk.head.id), "to": to, "reason": "Nghỉ phép"}
    if move.name == "draft_apology":
        day = CALENDAR.add(timezone.localdate(), 8)
        parts = {"day": day.day, "month": day.month, "year": day.year}
        return APOLOGY | {f"new_on_{name}": str(part) for name, part in parts.items()}
    key = "ask" if move.name in ("ask_at_intake", "ask_supplement") else move.name
    return ANSWERS.get(key, {})
