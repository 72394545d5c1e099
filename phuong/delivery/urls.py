"""Every address of the installation."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("phuong.kernel.ui.urls")),
    path("", include("phuong.areas.dossiers.urls")),
    path("", include("phuong.areas.procedures.urls")),
]

handler400 = "phuong.kernel.ui.views.bad_request"
handler403 = "phuong.kernel.ui.views.permission_denied"
handler404 = "phuong.kernel.ui.views.page_not_found"
handler500 = "phuong.kernel.ui.views.server_error"
