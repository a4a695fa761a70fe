"""Addresses of constancias: hers, and the public ones that a QR leads to."""

from django.urls import path

from .views import certificates

urlpatterns = [
    path("constancias/", certificates.certificates, name="certificates"),
    path("curso/<uuid:course>/constancia/", certificates.ask_certificate, name="ask_certificate"),
    path("constancia/", certificates.verify_door, name="verify_door"),
    path("constancia/<str:code>.pdf", certificates.certificate_pdf, name="certificate_pdf"),
    path("constancia/<str:code>.json", certificates.certificate_credential, name="certificate_credential"),
    path("constancia/<str:code>.jwt", certificates.certificate_token, name="certificate_token"),
    path("constancia/<str:code>/", certificates.verify, name="verify"),
    path(".well-known/insignias.json", certificates.badge_keys, name="badge_keys"),
]
