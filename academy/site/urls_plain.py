"""Addresses that are the same in every language."""

from django.urls import path

from . import views

urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("media/<path:path>", views.media, name="media"),
]
