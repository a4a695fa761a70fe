"""Addresses without a language: what phones send."""

from django.urls import path

from .evidence.views_sent import voice_sent

urlpatterns = [path("sync/voz/<uuid:number>/", voice_sent, name="voice_sent")]
