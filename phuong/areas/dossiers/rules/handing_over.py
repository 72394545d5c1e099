"""Who may be handed a result, and how."""

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _


def check_receiver(kind: str, name: str, paper: str) -> None:
    """Refuse to hand a result to somebody else without a name and a paper of authority."""
    if kind == "authorised" and not name.strip():
        raise RuleBroken(
            "dossiers.hand-over.receiver", _("Nhập họ tên người nhận thay."), field="receiver_name"
        )
    if kind == "authorised" and not paper.strip():
        raise RuleBroken(
            "dossiers.hand-over.authority",
            _("Ghi giấy uỷ quyền: số, ngày, hoặc nơi chứng thực."),
            field="receiver_paper",
        )


def check_by_post(return_method: str) -> None:
    """Refuse to send by post what the applicant wants to have otherwise."""
    if return_method != "post":
        raise RuleBroken(
            "dossiers.post.not-chosen",
            _("Người nộp không chọn nhận qua bưu điện. Trả tại quầy, hoặc bản điện tử."),
        )


def check_in_the_house(*, on_its_way: bool) -> None:
    """Refuse to take back as unreceived what the post may hand over at any moment."""
    if on_its_way:
        raise RuleBroken(
            "dossiers.recall.on-its-way",
            _(
                "Kết quả đang trên đường bưu điện. Bưu điện đã phát thì ghi đã trả rồi thu hồi;"
                " bưu điện trả lại thì ghi trả lại rồi huỷ."
            ),
        )
