"""Forms for codes that come home from a course file."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .returning import codec, photos

#: Names shown where more fit what was typed.
MOST_NAMES = 30


def sentence(slip):
    """A codec.Slip in words that say where to look."""
    if slip.kind == "empty":
        return _("Escribe el código, o elige una foto.")
    if slip.groups:
        where = ", ".join(f"{place} («{typed}»)" for place, typed in slip.groups)
        if slip.kind == "length":
            return _("Al grupo %(where)s le falta o le sobra una letra.") % {"where": where}
        words = ngettext(
            "Revisa el grupo %(where)s. Algo no coincide.", "Revisa los grupos %(where)s.", len(slip.groups)
        )
        return words % {"where": where}
    return {
        "length": _("Al código le falta o le sobra algo. Son grupos de cuatro."),
        "version": _("Este código es de un archivo más nuevo que el sitio. Guárdalo."),
        "answers": _("El código llegó incompleto. Cópialo entero, o escribe solo los grupos de cuatro."),
    }.get(slip.kind, _("Hay un error en el código. Revísalo grupo por grupo."))


class ReturnForm(forms.Form):
    """A code typed or pasted, or a photo of its QR. What was typed stays, whatever is wrong with it."""

    typed = forms.CharField(
        label=gettext_lazy("El código"),
        required=False,
        max_length=codec.LONGEST,
        widget=forms.Textarea(
            attrs={"rows": 3, "autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
        ),
        help_text=gettext_lazy("Los espacios y guiones no importan. También valen las palabras de las lecciones."),
    )
    photo = forms.FileField(
        label=gettext_lazy("O una foto del dibujo cuadrado"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )

    def clean(self):
        cleaned = super().clean()
        typed, photo = (cleaned.get("typed") or "").strip(), cleaned.get("photo")
        if photo and not typed:
            try:
                typed = photos.code_in(photo)
            except photos.NoCode as reason:
                self.add_error("photo", str(reason))
                return cleaned
        if not self.errors:
            try:
                codec.read(typed)
            except codec.Slip as slip:
                self.add_error("photo" if photo and not cleaned.get("typed") else "typed", sentence(slip))
        cleaned["typed"] = typed
        return cleaned


class ReturnForHerForm(ReturnForm):
    """The same for a woman of her scope: by name first, then chosen among those who fit."""

    name = forms.CharField(label=gettext_lazy("¿De quién es?"), max_length=80, required=False)
    woman = forms.ChoiceField(label=gettext_lazy("¿Cuál de ellas?"), required=False, widget=forms.RadioSelect)

    field_order = ["name", "woman", "typed", "photo"]

    def __init__(self, *args, scope, **kwargs):
        super().__init__(*args, **kwargs)
        self.scope, self.member = scope, None
        self.fields["name"].help_text = _("Escribe su nombre o una parte.")
        name = " ".join((self.data.get("name") or "").split())
        self.matches = []
        if name:
            found = scope.filter(display_name__icontains=name).order_by("display_name", "pk")
            self.matches = list(found.prefetch_related("memberships__organisation")[:MOST_NAMES])
        self.fields["woman"].choices = [(str(each.pk), _called(each)) for each in self.matches]
        if not self.matches:
            del self.fields["woman"]

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("name") or "").strip():
            self.add_error("name", _("Escribe el nombre de la compañera."))
        elif not self.matches:
            self.add_error("name", _("No encontramos ese nombre entre las que acompañas."))
        else:
            chosen = cleaned.get("woman") or self._the_only_one(cleaned["name"])
            self.member = next((each for each in self.matches if str(each.pk) == chosen), None)
            if self.member is None and "woman" not in self.errors:
                self.add_error("woman", _("Elige de quién es."))
        return cleaned

    def _the_only_one(self, name):
        """Her id where exactly one fits and was named in full: a part of a name is no choice."""
        named = [each for each in self.matches if each.display_name.casefold() == name.strip().casefold()]
        return str(named[0].pk) if len(self.matches) == 1 and named else None


def _called(member):
    """Her name and where she is: two women may have one name."""
    here = [each.organisation.name for each in member.memberships.all() if each.until is None]
    return f"{member.display_name} · {here[0]}" if here else member.display_name
