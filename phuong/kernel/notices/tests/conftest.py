"""Templates and gateways of the test's own."""

from collections.abc import Iterator
from datetime import date

import pytest

from phuong.kernel.audit.facts import Code
from phuong.kernel.notices import channels, templates
from phuong.kernel.notices.channels import Answer, Channel, Parcel
from phuong.kernel.notices.gateways import setting_up
from phuong.kernel.notices.templates import Template

RECEIVED = Template(
    code="test.received",
    title="Đã tiếp nhận hồ sơ",
    text="Đã tiếp nhận hồ sơ %(code)s. Hẹn trả %(due)s. Hỏi: %(phone)s.",
    sms="%(ward)s: đã nhận hồ sơ %(code)s. Hẹn trả %(due)s. Xem: %(link)s. Hỏi: %(phone)s",
    sample={"due": date(2026, 11, 25), "link": Code("phuong.example/q/7fK2mX9q")},
)
QUIET = Template("test.quiet", "Phản ánh", "Phản ánh đã có trả lời.", elsewhere=frozenset())
CALLED = Template(
    "test.called", "Cần bổ sung", "Hồ sơ %(code)s cần bổ sung.", sms="Can bo sung.", call=True
)
URGENT = Template(
    "test.urgent",
    "Bị trả lại",
    "Hồ sơ %(code)s bị trả lại.",
    sms="Hồ sơ %(code)s bị trả lại.",
    urgent=True,
    office_hours=False,
)


class Sink:
    """A gateway that keeps what it is given, or answers as it is told to."""

    def __init__(self, channel: Channel = Channel.SMS) -> None:
        self.channel = channel
        self.given: list[Parcel] = []
        self.answers: list[BaseException] = []

    def send(self, parcel: Parcel) -> Answer:
        self.given.append(parcel)
        if self.answers:
            raise self.answers.pop(0)
        return Answer.TAKEN


@pytest.fixture(autouse=True)
def _words() -> Iterator[None]:
    templates.register(RECEIVED, QUIET, CALLED, URGENT)
    channels.serve([])
    yield
    setting_up.register_all()


@pytest.fixture
def sms() -> Sink:
    sink = Sink()
    channels.serve([sink])
    return sink
