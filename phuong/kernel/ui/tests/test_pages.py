import unicodedata

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_script_prefix

from phuong.kernel.ui import views
from phuong.kernel.ui.middleware import CsrfWithoutReferrer
from phuong.kernel.ui.pages import error_page
from tests.support.builders import make_ward

pytestmark = [pytest.mark.django_db, pytest.mark.urls("phuong.kernel.ui.tests.urls_for_tests")]


@pytest.fixture
def client():
    make_ward("PM", name="Phường Mẫu", phone="028 0000 0000")
    return Client(raise_request_exception=False)


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("what", "status", "words", "code"),
    [
        ("not-permitted", 403, "Hồ sơ thuộc bộ phận khác giải quyết.", "dossiers.other-unit"),
        ("wrong-state", 409, "Hạnh vừa chuyển hồ sơ này.", "dossiers.moved"),
        ("rule-broken", 422, "Chỉ hỏi một lần.", "dossiers.rule"),
    ],
)
def test_a_refusal_is_a_page_with_its_sentence_its_code_and_a_next_step(
    client, what, status, words, code
):
    response = client.get(f"/hong/{what}/")

    assert response.status_code == status
    assert words in text_of(response)
    assert code in text_of(response)
    assert 'href="/tra-cuu/"' in text_of(response)
    assert "028 0000 0000" in text_of(response)


def test_absent_and_hidden_look_the_same(client):
    for prefix in ("", "can-bo/"):
        hidden = text_of(client.get(f"/{prefix}hong/not-visible/"))
        absent = text_of(client.get(f"/{prefix}hong/khong/co/"))

        assert hidden.replace("hong/not-visible", "") == absent.replace("hong/khong/co", "")
        assert "0147" not in hidden
        assert "dossiers.secret" not in hidden


def test_staff_are_sent_back_to_their_work(client):
    response = client.get("/can-bo/hong/khong/co/")

    assert response.status_code == 404
    assert "Không có trang này, hoặc ông/bà không được xem." in text_of(response)
    assert 'href="/can-bo/viec/">Về việc của tôi</a>' in text_of(response)


def test_a_refusal_is_never_json(client):
    response = client.get("/hong/rule-broken/", headers={"accept": "application/json"})

    assert response["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(("what", "status"), [("denied", 403), ("suspicious", 400)])
def test_djangos_own_refusals_have_our_pages(client, what, status):
    response = client.get(f"/hong/{what}/")

    assert response.status_code == status
    assert 'lang="vi"' in text_of(response)


def test_a_breakdown_is_told_without_a_database_and_with_a_code(
    client, django_assert_num_queries, caplog
):
    request = RequestFactory().get("/hong/")
    with django_assert_num_queries(0):
        response = views.server_error(request)

    assert response.status_code == 500
    assert "Hệ thống đang trục trặc, lỗi của chúng tôi" in text_of(response)
    incident = caplog.records[-1].args[0]
    assert incident in text_of(response)
    assert client.get("/hong/broken/").status_code == 500


def test_too_many_tries_and_maintenance_say_when_to_come_back(client, settings):
    settings.MAINTENANCE_UNTIL = "6:00"
    request = RequestFactory().get("/tra-cuu/")

    assert "Thử lại sau 15 phút" in text_of(error_page(request, 429))
    closed = views.maintenance(request)
    assert closed.status_code == 503
    assert "Đang bảo trì đến 6:00" in text_of(closed)
    assert closed["Retry-After"] == "600"


def test_the_english_page_is_the_same_address_with_a_prefix(client):
    assert text_of(client.get("/xem/")) == "vi /xem/ "
    assert text_of(client.get("/en/xem/")) == "en /en/xem/ "
    assert client.get("/en/xem/")["Content-Language"] == "en"
    assert get_script_prefix() == "/"


def test_a_word_that_begins_like_the_prefix_is_no_prefix(client):
    assert client.get("/english/").status_code == 404
    assert client.get("/english/")["Content-Language"] == "vi"


def test_each_page_links_to_itself_in_the_other_language_and_keeps_the_query(client):
    page, english = (text_of(client.get(f"{at}/hien-thi/?ve=/xem/")) for at in ("", "/en"))

    assert '<a href="/en/hien-thi/?ve=/xem/" lang="en" hreflang="en">English</a>' in page
    assert '<a href="/hien-thi/?ve=/xem/" lang="vi" hreflang="vi">Tiếng Việt</a>' in english
    assert '<html lang="en"' in english
    assert 'href="/static/ui/phuong.css"' in english


def test_the_link_to_the_other_language_never_leads_to_another_site(client):
    html = text_of(client.get("/en//ke-gian.example/"))

    assert '<a href="/ke-gian.example/" lang="vi"' in html


def test_what_is_asked_for_is_composed(client):
    query = {"q": unicodedata.normalize("NFD", "Đường Mẫu")}

    assert text_of(client.get("/xem/", query)) == "vi /xem/ Đường Mẫu"


def test_pages_say_what_they_may_use_and_that_they_differ_by_cookie(client):
    response = client.get("/hien-thi/")

    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "Cookie" in response["Vary"]
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_header_names_the_office_and_the_footer_the_phone(client):
    html = text_of(client.get("/hien-thi/"))

    assert '<a class="p-unit" href="/">UBND phường Mẫu</a>' in html
    assert '<a href="tel:02800000000">028 0000 0000</a>' in html
    assert "<title>Cỡ chữ và cách hiển thị – UBND phường Mẫu</title>" in html


SETTINGS = {
    "size": "large", "theme": "dark", "language": "vi", "density": "roomy", "shortcuts": "off",
}  # fmt: skip


def test_display_settings_are_kept_in_this_browser(client):
    response = client.post("/hien-thi/", {**SETTINGS, "next": "/xem/?q=1"})

    assert response.status_code == 302
    assert response["Location"] == "/xem/?q=1"
    assert {name: cookie.value for name, cookie in response.cookies.items()} == {
        "size": "large", "theme": "dark", "density": "roomy", "keys": "off",
    }  # fmt: skip
    html = text_of(client.get("/hien-thi/"))
    assert 'data-bs-theme="dark"' in html
    assert '<body class=" to">' in html
    assert 'value="dark" id="id_theme_1" checked' in html


@pytest.mark.parametrize(
    ("wanted", "language", "location"),
    [
        ("/xem/", "en", "/en/xem/"),
        ("/en/xem/", "vi", "/xem/"),
        ("/en/xem/", "en", "/en/xem/"),
        ("/en", "vi", "/"),
        ("", "vi", "/"),
        ("https://ke-gian.example/", "vi", "/"),
        ("//ke-gian.example/", "vi", "/"),
        ("/\\ke-gian.example/", "vi", "/"),
        ("/en//ke-gian.example/", "vi", "/ke-gian.example/"),
        ("/en//ke-gian.example/", "en", "/en/ke-gian.example/"),
    ],
)
def test_one_goes_back_to_where_one_was_and_never_to_another_site(
    client, wanted, language, location
):
    response = client.post("/hien-thi/", {**SETTINGS, "language": language, "next": wanted})

    assert response["Location"] == location


def test_an_unknown_setting_is_shown_again_with_its_error(client):
    response = client.post("/hien-thi/", {**SETTINGS, "theme": "hồng"})

    assert response.status_code == 422
    assert "<title>Lỗi: Cỡ chữ" in text_of(response)
    assert 'href="#id_theme_0"' in text_of(response)
    assert not {"size", "theme", "density", "keys"} & set(response.cookies)


def test_a_form_without_its_token_is_told_what_to_do(client):
    careful = Client(enforce_csrf_checks=True)

    response = careful.post("/hien-thi/", SETTINGS)

    assert response.status_code == 403
    assert "Tải lại trang" in text_of(response)


@pytest.mark.parametrize(("site", "status"), [("same-origin", 302), ("cross-site", 403), ("", 403)])
def test_a_page_that_hides_where_it_came_from_may_still_send_its_own_form(client, site, status):
    careful = Client(enforce_csrf_checks=True)
    page = careful.get("/can-bo/hong/khong/co/")
    token = "a" * 32
    careful.cookies["csrftoken"] = token
    headers = {"origin": "null", **({"sec-fetch-site": site} if site else {})}

    response = careful.post(
        "/hien-thi/", {**SETTINGS, "csrfmiddlewaretoken": token}, headers=headers
    )

    assert page.status_code == 404
    assert response.status_code == status


def test_the_check_of_forged_forms_is_djangos_own_otherwise():
    request = RequestFactory().post("/", headers={"origin": "https://ke-gian.example"})

    assert CsrfWithoutReferrer(lambda _: HttpResponse())._origin_verified(request) is False


def test_the_message_of_an_act_is_shown_on_the_next_page(client):
    given = RequestFactory().get("/")
    given.COOKIES = {}
    storage = CookieStorage(given)
    storage.add(constants.SUCCESS, "Đã lưu <b>.")
    answer = HttpResponse()
    storage.update(answer)
    client.cookies["messages"] = answer.cookies["messages"].value

    html = text_of(client.get("/hien-thi/"))

    assert '<div class="p-flash" role="status"><p class="p-ok">Đã lưu &lt;b&gt;.</p></div>' in html
