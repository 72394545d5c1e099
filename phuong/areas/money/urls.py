"""The addresses of money."""

from django.urls import path

from phuong.areas.money import views

app_name = "money"
urlpatterns = [
    path("can-bo/so-quy/", views.book, name="book"),
    path("can-bo/so-quy/khoa/", views.close, name="close"),
    path("can-bo/so-quy.xlsx", views.excel, name="excel"),
    path("can-bo/so-quy.csv", views.as_csv, name="csv"),
    path("quan-tri/tai-khoan/", views.account, name="account"),
]
