"""The area's addresses: the citizen's pages and the officials'."""

from phuong.areas.dossiers.urls import citizen, staff

app_name = "dossiers"
urlpatterns = [*citizen.urlpatterns, *staff.urlpatterns]
