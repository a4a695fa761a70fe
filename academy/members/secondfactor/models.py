"""What shows that it is she, besides her password; and where she is signed in. All of it is personal data."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7


class SecondFactor(models.Model):
    """An app that makes codes (TOTP, RFC 6238) or a passkey (WebAuthn).

    ``sealed`` is unreadable without the site's key: the secret of the app, or the passkey's public half. ``counter``:
    the last step of a code (30 s each, since 1970) or the last count of a passkey; what is not above it is a replay.
    """

    class Kind(models.TextChoices):
        TOTP = "totp", _("aplicación de códigos")
        PASSKEY = "passkey", _("llave de acceso")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_factors")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=40, blank=True, help_text="As she calls it.")
    sealed = models.TextField()
    credential = models.CharField(max_length=64, blank=True, help_text="Digest of a passkey's id; empty for an app.")
    counter = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("segundo paso")
        verbose_name_plural = _("segundos pasos")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["credential"], condition=~models.Q(credential=""), name="one_row_per_passkey"
            )
        ]

    def __str__(self):
        return f"{self.kind} · {self.member_id}"


class PrintedCode(models.Model):
    """One code of her paper, used once. Only a keyed digest is kept."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="printed_codes")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"{self.member_id}"


class SignIn(models.Model):
    """Where she is signed in, so that she can end it. ``sealed_key`` opens the session with the site's key alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins")
    sealed_key = models.TextField()
    began_at = models.DateTimeField(default=timezone.now)
    seen_on = models.DateField(default=timezone.localdate, help_text="The last day on which a page was asked for.")
    by_password = models.BooleanField(default=False)
    borrowed = models.BooleanField(default=False)
    device = models.CharField(max_length=40, blank=True, help_text="Coarse: the kind of phone and browser, no version.")

    class Meta:
        verbose_name = _("sesión")
        verbose_name_plural = _("sesiones")
        ordering = ["-began_at"]

    def __str__(self):
        return f"{self.member_id} {self.began_at:%Y-%m-%d}"
