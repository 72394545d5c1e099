"""The code of a receipt: read from a coarse print, whole, the same however often it is printed."""

import re
from io import BytesIO

import pytest
import typst
import zxingcpp
from django.test import RequestFactory
from PIL import Image

from phuong.areas.dossiers import actions
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.areas.dossiers.tests.citizens import make_law
from phuong.areas.dossiers.views import slips
from phuong.kernel.audit.api import Event, keys, receipts
from tests.support.builders import WEDNESDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    make_law()
    return make_desk()


def printed_code(page: str, folder, *, millimetres: int = 28, dpi: int = 150):
    """Render the code of a page as a printer of few dots would, and read it as a phone would."""
    drawing = re.search(r"<svg.+?</svg>", page, re.DOTALL).group()
    dots = round(millimetres / 25.4 * dpi)
    source = (
        f"#set page(width: {millimetres}mm, height: {millimetres}mm, margin: 0pt)\n"
        '#image("code.svg", width: 100%)'
    )
    if "xmlns" not in drawing:
        drawing = drawing.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    (folder / "code.svg").write_text(drawing, "utf-8")
    (folder / "code.typ").write_text(source, "utf-8")
    png = typst.compile(folder / "code.typ", format="png", ppi=dpi)
    picture = Image.open(BytesIO(png)).convert("L")
    assert abs(picture.width - dots) <= 1
    return zxingcpp.read_barcodes(picture)[0].text


def test_the_code_of_a_receipt_is_read_from_a_coarse_print_and_holds_its_facts(
    desk, settings, tmp_path
):
    settings.PUBLIC_URL = "https://mot-cua.phuong-ninh-kieu.cantho.gov.vn"
    dossier = make_dossier(desk, State.IN_WORK)
    request = RequestFactory().get("/")
    request.ward = desk.ward
    page = slips.render(request, dossier, "giay-hen", official=False).content.decode()
    text = printed_code(page, tmp_path)
    assert len(text.encode()) <= 300
    address, _, written = text.partition("#")
    assert address == f"{settings.PUBLIC_URL}/q/{dossier.token}/"
    found = receipts.check(desk.ward.pk, written)
    head = Event.objects.of(desk.ward).get(subject_id=dossier.id, verb="dossiers.take_in").hash
    assert found.fault == ""
    assert found.receipt == receipts.Receipt(
        code=dossier.code,
        version=dossier.version_id,
        received_at=dossier.received_at,
        promised_at=dossier.first_promise_at,
        papers=(1, 1),
        head=head,
    )


def test_a_receipt_printed_again_later_says_the_same(desk):
    request = RequestFactory().get("/")
    request.ward = desk.ward
    dossier = make_dossier(desk, State.RECEIVED)
    first = slips.proof.receipt_address(request, dossier)
    settled = actions.assign(desk.of(desk.head, WEDNESDAY), dossier, desk.specialist.id)
    assert slips.proof.receipt_address(request, settled) == first
    assert "#" in first


def test_a_receipt_without_the_private_key_still_leads_to_the_status(desk):
    request = RequestFactory().get("/")
    request.ward = desk.ward
    dossier = make_dossier(desk, State.RECEIVED)
    slips.proof.receipt_address(request, dossier)
    keys.path_of(keys.listed(desk.ward.pk)[0]).unlink()
    assert slips.proof.receipt_address(request, dossier).endswith(f"/q/{dossier.token}/")
