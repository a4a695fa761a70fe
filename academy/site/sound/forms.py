"""A field that takes a recording: chosen from the phone, or recorded on the spot where the browser can."""

from django import forms
from django.utils.translation import gettext_lazy as _

from . import services


class SoundInput(forms.ClearableFileInput):
    """A file input; ``static/js/online/record.js`` puts a recorder beside it; without, it is a file input."""

    def __init__(self, *, most_seconds):
        super().__init__(
            attrs={
                "accept": "audio/*",
                "data-record": most_seconds,
                "data-start": _("Grabar"),
                "data-stop": _("Terminar"),
                "data-drop": _("Borrar y grabar otra vez"),
                "data-now": _("Grabando…"),
                "data-done": _("Escúchala. Si está bien, guarda."),
                "data-refused": _("El navegador no dio permiso para el micrófono. Puedes elegir un archivo."),
                "data-full": _("Se acabó el tiempo. La grabación está completa hasta aquí."),
            }
        )


class SoundField(forms.FileField):
    """An upload whose content is a sound. ``cleaned_data`` holds the upload; give it to ``services.keep``."""

    def __init__(self, *, most_bytes=services.MOST_BYTES, most_seconds=services.MOST_SECONDS, **kwargs):
        self.most_bytes = most_bytes
        kwargs.setdefault("widget", SoundInput(most_seconds=most_seconds))
        super().__init__(**{"label": _("Grabación"), **kwargs})

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if upload and upload is not initial:
            try:
                services.look_at(upload, most_bytes=self.most_bytes)
            except services.Refused as reason:
                raise forms.ValidationError(str(reason), reason.code) from None
        return upload
