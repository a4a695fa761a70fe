"""Forms of learners."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TaskForm(forms.Form):
    """A real task, done: with a line of hers or a photo, so that who confirms it has something to go by."""

    note = forms.CharField(
        label=_("¿Cómo te fue?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Una línea basta. La lee quien confirma."),
    )
    photo = forms.FileField(
        label=_("Foto"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
        help_text=_("Si quieres. Tapa nombres y números antes."),
    )
    asked = forms.ModelChoiceField(
        label=_("¿Quién la puede confirmar?"),
        queryset=None,
        required=False,
        empty_label=_("Cualquier compañera"),
    )

    def __init__(self, *args, companions, has_photo=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["asked"].queryset = companions
        self.has_photo = has_photo

    def clean(self):
        said = super().clean()
        if not (said.get("note") or said.get("photo") or self.has_photo or self.errors):
            raise forms.ValidationError(_("Cuenta en una línea cómo te fue, o pon una foto."), "empty")
        return said
