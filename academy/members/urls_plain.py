"""Addresses of people that are the same in every language: a phone sends, whatever language it reads in."""

from django.urls import path

from .views import sync

urlpatterns = [path("sync/", sync.sync, name="sync")]
