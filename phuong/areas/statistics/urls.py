"""The addresses of the figures: everybody's, and the leaders' index."""

from django.urls import path

from phuong.areas.statistics.views import index, public

app_name = "statistics"
urlpatterns = [
    path("so-lieu/", public.figures, name="figures"),
    path("so-lieu/cot/", public.columns, name="columns"),
    path("so-lieu/<slug:kind>.csv", public.file, name="file"),
    path("so-lieu/<slug:kind>/", public.table, name="table"),
    path("so-lieu/<slug:kind>/ban-ghi/", public.records, name="records"),
    path("lanh-dao/chi-so/", index.index, name="index"),
    path("lanh-dao/chi-so/nhap/", index.enter, name="enter"),
    path("lanh-dao/chi-so/da-nhap/", index.entered, name="entered"),
]
