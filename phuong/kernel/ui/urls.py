"""Addresses of the design system: the display settings."""

from django.urls import path

from phuong.kernel.ui import views

app_name = "ui"

urlpatterns = [path("hien-thi/", views.display, name="display")]
