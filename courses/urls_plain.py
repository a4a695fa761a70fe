"""Addresses of courses that are the same in every language: a phone sends, whatever language it reads in."""

from django.urls import path

from .views import photos_sent

urlpatterns = [path("sync/foto/<uuid:number>/", photos_sent.photo_sent, name="sync_photo")]
