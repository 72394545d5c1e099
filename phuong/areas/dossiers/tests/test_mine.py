"""A citizen's own list: in by a letter, gathered by code and proof, gone without a trace."""

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from phuong.areas.accounts import api as accounts
from phuong.areas.accounts.models import CitizenAccount, Kept
from phuong.areas.dossiers.states import State
from phuong.areas.dossiers.tests.builders import make_desk, make_dossier
from phuong.kernel.errors import RuleBroken
from phuong.kernel.notices import channels
from phuong.kernel.notices import jobs as outbox
from phuong.kernel.notices.channels import Answer, Channel
from phuong.kernel.notices.models import Notice
from phuong.kernel.wards.middleware import directory
from tests.support.builders import NEXT_MONDAY, citizen, load_law_values, make_ward

pytestmark = pytest.mark.django_db
MINE = "/cua-toi/"
HUONG = "Huong@Mail.example"


class Letters:
    """A gateway that keeps what it was given, as a post box would."""

    channel = Channel.EMAIL

    def __init__(self):
        self.sent = []

    def send(self, parcel):
        self.sent.append(parcel)
        return Answer.TAKEN


@pytest.fixture
def clock(settings):
    at = [NEXT_MONDAY]
    settings.CLOCK = lambda: at[0]

    def turn(**ahead):
        at[0] += timedelta(**ahead)
        return at[0]

    return turn


@pytest.fixture
def box(settings):
    settings.PUBLIC_URL = "https://phuong.example"
    letters = Letters()
    before = [channels.gateway_of(each) for each in channels.served()]
    channels.serve([letters])
    yield letters
    channels.serve(before)


@pytest.fixture
def desk(clock, box):
    load_law_values()
    return make_desk(host="testserver")


def words(answer):
    return html.unescape(answer.content.decode())


def ask(client, address=HUONG):
    return client.post(MINE, {"address": address})


def link(box, now):
    """Return where the last letter leads, once it went out."""
    outbox.deliver(now)
    return box.sent[-1].letter.link.removeprefix("https://testserver")


def come_in(client, box, now, address=HUONG):
    ask(client, address)
    return client.post(link(box, now))


def add(client, dossier, proof="3412"):
    return client.post(MINE, {"code": dossier.code, "proof": proof})


def test_a_second_press_seconds_later_sends_no_second_letter(desk, clock, box):
    sent = {"address": HUONG, "request_id": str(uuid4())}
    for _press in range(2):
        assert Client().post(MINE, sent).status_code == 200
        clock(seconds=5)
    outbox.deliver(clock())
    assert len(box.sent) == 1


def test_each_of_the_letters_that_one_may_ask_for_is_asked_for_by_a_double_click(desk, clock, box):
    for _letter in range(3):
        sent = {"address": HUONG, "request_id": str(uuid4())}
        for _press in range(2):
            assert Client().post(MINE, sent).status_code == 200
            clock(seconds=5)
    assert ask(Client()).status_code == 429
    # What was answered is answered again, though no further letter would be.
    assert Client().post(MINE, sent).status_code == 200
    # The same sending to another address is another one, and counts there.
    assert Client().post(MINE, sent | {"address": "khac@mail.example"}).status_code == 200
    outbox.deliver(clock())
    assert len(box.sent) == 4


def test_one_comes_in_by_a_letter_gathers_by_proof_and_opens_without_typing(
    desk, client, box, clock
):
    dossier = make_dossier(desk, State.IN_WORK)
    assert "thư có đường dẫn sẽ đến" in words(ask(client))
    way = link(box, clock())
    assert box.sent[-1].address == HUONG
    assert "Vào trang hồ sơ của tôi" in words(client.get(way))
    assert "Thêm hồ sơ đầu tiên" in words(client.post(way, follow=True))
    assert add(client, dossier).status_code == 302
    page = words(client.get(MINE))
    assert dossier.code in page
    assert "Đang giải quyết" in page
    # A week later the proof of the visit is long over; the list still opens it.
    clock(days=7)
    assert client.get(f"/ho-so/{dossier.code}/").status_code == 302
    assert client.post(f"{MINE}mo/{dossier.id}/")["Location"] == f"/ho-so/{dossier.code}/"
    assert client.get(f"/ho-so/{dossier.code}/").status_code == 200


def test_of_the_address_nothing_stays(desk, client, box, clock):
    come_in(client, box, clock())
    account = CitizenAccount.objects.country_wide().get()
    assert "huong" not in account.digest
    letter = Notice.objects.country_wide().get(template="accounts.come_in")
    assert (letter.address, letter.body, letter.salt) == ("", "", "")
    token = box.sent[-1].letter.link.rsplit("/", 2)[1]
    assert "huong" not in token.lower()
    assert token not in str(letter.__dict__)


def test_a_link_works_once_for_half_an_hour_and_is_not_to_be_forged(desk, client, box, clock):
    ask(client)
    way = link(box, clock())
    for _each in range(3):
        # What looks at links before their reader does uses none up.
        assert Client().get(way).status_code == 200
    for wrong in (way[:-2] + "x/", f"{MINE}vao/x/", f"{MINE}vao/{'0' * 32}.9999999999~x/"):
        assert "đã dùng hoặc đã hết hạn" in words(Client().post(wrong, follow=True))
    assert client.post(way).cookies["cua_toi"]["httponly"]
    other = Client()
    assert "đã dùng hoặc đã hết hạn" in words(other.post(way, follow=True))
    assert "cua_toi" not in other.cookies
    ask(other)
    late = link(box, clock())
    clock(minutes=31)
    assert "đã hết hạn" in words(other.post(late, follow=True))


def test_the_same_address_in_any_case_is_the_same_account(desk, box, clock):
    for address in (HUONG, " huong@mail.example "):
        come_in(Client(), box, clock(), address)
    assert CitizenAccount.objects.country_wide().count() == 1


def test_nobody_learns_who_has_an_account(desk, client, box, clock):
    come_in(client, box, clock())
    known, unknown = ask(Client()), ask(Client(), "la@mail.example")
    strip = re.compile(r'name="(csrfmiddlewaretoken|request_id)" value="[^"]+"')
    bare = [
        strip.sub("", words(each)).replace("la@mail.example", HUONG) for each in (known, unknown)
    ]
    assert bare[0] == bare[1]
    assert known.status_code == unknown.status_code == 200
    assert CitizenAccount.objects.country_wide().count() == 1


def test_nobody_fills_a_letter_box_from_here(desk, client, box, clock):
    for _each in range(3):
        clock(seconds=2)
        assert ask(client).status_code == 200
    answer = ask(client)
    assert answer.status_code == 429
    assert "Đã thử nhiều lần" in words(answer)
    assert Notice.objects.country_wide().filter(template="accounts.come_in").count() == 3
    assert ask(client, "khac@mail.example").status_code == 200


def test_a_dossier_is_gathered_by_its_proof_and_guessing_is_held_back(desk, client, box, clock):
    dossier = make_dossier(desk, State.IN_WORK)
    come_in(client, box, clock())
    answer = add(client, dossier, "0000")
    assert answer.status_code == 422
    assert "Không thấy hồ sơ với mã và số này" in words(answer)
    for _each in range(9):
        add(client, dossier, "0000")
    assert "Đã thử nhiều lần" in words(add(client, dossier))
    assert not Kept.objects.country_wide().exists()


def test_from_an_open_dossier_it_is_one_press(desk, client, box, clock):
    dossier = make_dossier(desk, State.IN_WORK)
    client.post("/tra-cuu/", {"code": dossier.code, "proof": "3412"})
    assert f"{MINE}giu/{dossier.code}/" in words(client.get(f"/ho-so/{dossier.code}/"))
    # Whoever is not in is sent there and keeps nothing.
    assert "Vào trang Hồ sơ của tôi trước" in words(client.get(f"{MINE}giu/{dossier.code}/"))
    client.post(f"{MINE}giu/{dossier.code}/")
    assert not Kept.objects.country_wide().exists()
    come_in(client, box, clock())
    for _twice in range(2):
        assert client.post(f"{MINE}giu/{dossier.code}/")["Location"] == MINE
    assert Kept.objects.country_wide().count() == 1
    assert Client().get(f"{MINE}giu/{dossier.code}/").status_code == 302


def test_one_opens_and_drops_only_what_is_in_one_s_own_list(desk, client, box, clock):
    dossier = make_dossier(desk, State.IN_WORK)
    come_in(client, box, clock())
    add(client, dossier)
    other = Client()
    come_in(other, box, clock(minutes=1), "la@mail.example")
    assert other.post(f"{MINE}mo/{dossier.id}/").status_code == 404
    other.post(f"{MINE}bo/{dossier.id}/")
    assert Kept.objects.country_wide().count() == 1
    client.post(f"{MINE}bo/{dossier.id}/")
    assert not Kept.objects.country_wide().exists()
    assert client.post(f"{MINE}mo/{dossier.id}/").status_code == 404
    for path in ("mo", "bo"):
        assert Client().post(f"{MINE}{path}/{dossier.id}/")["Location"] == MINE


def test_a_cookie_is_of_one_ward_and_ends_when_its_owner_says_so(desk, client, box, clock):
    come_in(client, box, clock())
    phone = Client()
    phone.cookies["cua_toi"] = client.cookies["cua_toi"].value
    assert "Thêm hồ sơ" in words(phone.get(MINE))
    make_ward("KHAC", host="khac.example")
    assert "Thêm hồ sơ" not in words(phone.get(MINE, headers={"host": "khac.example"}))
    forged = Client()
    forged.cookies["cua_toi"] = client.cookies["cua_toi"].value[:-1] + "x"
    assert "Thêm hồ sơ" not in words(forged.get(MINE))
    client.post(f"{MINE}thoat/", {"what": "everywhere"})
    assert "Thêm hồ sơ" not in words(client.get(MINE))
    assert "Thêm hồ sơ" not in words(phone.get(MINE))


def test_the_account_goes_and_the_dossiers_stay(desk, client, box, clock):
    dossier = make_dossier(desk, State.IN_WORK)
    come_in(client, box, clock())
    add(client, dossier)
    assert "Xoá tài khoản này?" in words(client.get(f"{MINE}xoa/"))
    client.post(f"{MINE}xoa/")
    assert not CitizenAccount.objects.country_wide().exists()
    assert not Kept.objects.country_wide().exists()
    dossier.refresh_from_db()
    assert dossier.state == State.IN_WORK
    assert client.get(f"{MINE}xoa/")["Location"] == MINE


def test_where_no_letters_go_out_the_page_says_so_and_a_demo_shows_the_link(desk, client, settings):
    settings.PUBLIC_URL = ""
    page = words(client.get(MINE))
    assert "Phường chưa mở trang này" in page
    assert 'name="address"' not in page
    ask(client)
    assert not Notice.objects.country_wide().exists()
    desk.ward.is_demo = True
    desk.ward.save()
    directory.forget()
    sent = {"address": HUONG, "request_id": str(uuid4())}
    way, again = (
        re.search(rf'href="({MINE}vao/[^"]+)"', words(client.post(MINE, sent)))[1]
        for _press in range(2)
    )
    assert again == way
    assert "Thêm hồ sơ" in words(client.post(way, follow=True))


def test_the_list_asks_little_of_the_database(desk, client, box, clock, django_assert_statements):
    come_in(client, box, clock())
    for _each in range(3):
        add(client, make_dossier(desk, State.IN_WORK))
    client.get(MINE)
    with django_assert_statements(3):
        client.get(MINE)


def test_what_was_not_proved_is_not_kept_whoever_asks(desk, client, box, clock):
    dossier = make_dossier(desk, State.IN_WORK)
    come_in(client, box, clock())
    account = CitizenAccount.objects.of(desk.ward).get()
    with pytest.raises(RuleBroken) as refused:
        accounts.actions.keep(citizen(desk.ward, clock()), account, dossier.id)
    assert refused.value.code == "accounts.citizen.not-proven"
