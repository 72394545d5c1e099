"""The addresses of the figures: everybody's, and the leaders' index."""

from django.urls import path

from phuong.areas.statistics import views

app_name = "statistics"
urlpatterns = [
    path("so-lieu/", views.figures, name="figures"),
    path("so-lieu/cot/", views.columns, name="columns"),
    path("so-lieu/<slug:kind>.csv", views.file, name="file"),
    path("so-lieu/<slug:kind>/", views.table, name="table"),
    path("so-lieu/<slug:kind>/ban-ghi/", views.records, name="records"),
    path("lanh-dao/chi-so/", views.index, name="index"),
]
