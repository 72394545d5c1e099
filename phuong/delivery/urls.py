"""Every address of the installation."""

from django.urls import URLPattern, URLResolver, include, path

from phuong.delivery.views import (
    absent,
    checking,
    devices,
    elsewhere,
    entry,
    factors,
    first_run,
    leader,
    letters,
    own,
    public,
    results,
    search,
    second,
    today,
    upkeep,
    work,
)

access = [
    path("dang-nhap/", entry.log_in, name="log-in"),
    path("dang-nhap/dat/<slug:who>/<str:token>/", entry.set_password, name="set-password"),
    path("dang-nhap/ma/", second.second_step, name="second-step"),
    path("dang-nhap/cong-chung/", elsewhere.go, name="elsewhere"),
    path("dang-nhap/cong-chung/ve/", elsewhere.come_back, name="elsewhere-back"),
    path("dang-xuat/", entry.log_out, name="log-out"),
]
delivery = [
    path("", public.home, name="home"),
    path("gioi-thieu/", public.about, name="about"),
    path("ho-tro/", public.help_page, name="help"),
    path("tiep-can/", public.accessibility, name="accessibility"),
    path("rieng-tu/", public.privacy, name="privacy"),
    path("kiem-tra/", checking.check, name="check"),
    path("kiem-tra/may.js", checking.worker, name="check-worker"),
    path("kiem-tra/khoa/", checking.key_list, name="keys"),
    path("kiem-tra/khoa.json", checking.keys_json, name="keys-json"),
    path("kiem-tra/khoa.pem", checking.keys_pem, name="keys-pem"),
    path("kiem-tra/khoa/<slug:code>.pem", checking.key_pem, name="key"),
    path("kiem-tra/ket-qua/", results.check_result, name="check-result"),
    path("kiem-tra/ket-qua/<uuid:result_id>/", results.check_issued, name="check-issued"),
    path("robots.txt", public.robots, name="robots"),
    path("favicon.ico", public.favicon, name="favicon"),
    path("khoe", public.health, name="health"),
    path("quan-tri/", upkeep.house, name="house"),
    path("quan-tri/thiet-lap/", first_run.set_up, name="set-up"),
    path("quan-tri/tin/", upkeep.settle_behind, name="settle-behind"),
    path("can-bo/", today.today, name="today"),
    path("can-bo/tin/da-doc/", today.read_notices, name="read-notices"),
    path("can-bo/tim/", search.search, name="search"),
    path("can-bo/cai-dat/", own.settings_page, name="settings"),
    path("can-bo/cai-dat/mat-khau/", own.password, name="password"),
    path("can-bo/cai-dat/hai-buoc/", factors.second_factor, name="second-factor"),
    path("can-bo/cai-dat/hai-buoc/ma/", factors.add_one_time, name="add-one-time"),
    path("can-bo/cai-dat/hai-buoc/ma/bo/", factors.remove_factor, name="remove-one-time"),
    path("can-bo/cai-dat/hai-buoc/khoa/", factors.add_passkey, name="add-passkey"),
    path(
        "can-bo/cai-dat/hai-buoc/khoa/<uuid:key_id>/bo/",
        factors.remove_factor,
        name="remove-passkey",
    ),
    path("can-bo/cai-dat/hai-buoc/du-phong/", factors.renew_codes, name="renew-codes"),
    path("can-bo/cai-dat/thiet-bi/", devices.devices, name="devices"),
    path("can-bo/cai-dat/thiet-bi/khac/", devices.end_other_devices, name="end-other-devices"),
    path("can-bo/cai-dat/thiet-bi/<uuid:device_id>/", devices.end_device, name="end-device"),
    path("can-bo/cai-dat/thu/", letters.mail, name="mail"),
    path("can-bo/cai-dat/thu/<str:token>/", letters.confirm_mail, name="confirm-mail"),
    path("can-bo/doi-nguoi/", absent.absent, name="absent"),
    path("can-bo/viec/", work.worklist_page, name="work"),
    path("can-bo/viec/<slug:slug>/", work.worklist_page, name="queue"),
    path("lanh-dao/", leader.overview_page, name="overview"),
    path("lanh-dao/ho-so/", leader.records, name="records"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((delivery, "delivery"))),
    path("", include((access, "access"))),
    path("", include("phuong.kernel.ui.urls")),
    path("", include("phuong.areas.dossiers.urls")),
    path("", include("phuong.areas.office.urls")),
    path("", include("phuong.areas.procedures.urls")),
    path("", include("phuong.areas.money.urls")),
    path("", include("phuong.areas.hall.urls")),
    path("", include("phuong.areas.tasks.urls")),
    path("", include("phuong.areas.statistics.urls")),
]

handler400 = "phuong.kernel.ui.views.bad_request"
handler403 = "phuong.kernel.ui.views.permission_denied"
handler404 = "phuong.kernel.ui.views.page_not_found"
handler500 = "phuong.kernel.ui.views.server_error"
