"""What women type about maps."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from academy.core.choosing import SeveralRows
from academy.core.days import DayField
from academy.core.record import Unfit
from academy.members.models import Territory

from ..cycles.forms import LEVELS, PlacedForm
from ..models import Commitment, Issue, MapPoint
from ..reserve import Reserve
from . import rules
from .handlers import BLOCK_LIMIT, WORDS_LIMIT, not_so_exact

AT_MOST_MB = _("Una foto de tu celular, hasta 10 MB. Se guarda chica y sin el lugar.")


class PhotoField(forms.FileField):
    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": "image/*"}))
        super().__init__(**{"required": False, "help_text": AT_MOST_MB, **kwargs})


class MapForm(PlacedForm):
    title = forms.CharField(label=_("¿De dónde es el mapa?"), max_length=160, help_text=_("Barrio, sector o zona."))
    sketch = PhotoField(
        label=_("Foto de su croquis"),
        help_text=_("Dibujen su barrio en un papel, echado. Foto desde arriba. Si aún no lo tienen, súbanlo después."),
    )


class ChangeMapForm(forms.Form):
    """Title, level, region, and of each row of squares from which letter to which."""

    title = forms.CharField(label=_("¿De dónde es el mapa?"), max_length=160)
    reserve = forms.ChoiceField(label=_("¿Quién puede leerlo?"), choices=LEVELS)
    territory = forms.ModelChoiceField(
        label=_("Si es de toda una región"), queryset=Territory.objects.none(), required=False, empty_label=_("No")
    )

    def __init__(self, *args, map, **kwargs):
        super().__init__(*args, **kwargs)
        country = map.organisation.territory.country if map.organisation.territory else "PE"
        self.fields["territory"].queryset = Territory.objects.filter(country=country, kind="region")
        letters = [("", "–"), *enumerate(rules.LETTERS)]
        for row in range(rules.ROWS):
            said = map.outline[row] if map.outline else None
            for part, end, label in ((0, "from", _("Fila %(row)s, desde")), (1, "to", _("Fila %(row)s, hasta"))):
                self.fields[f"{end}_{row}"] = forms.TypedChoiceField(
                    label=label % {"row": row + 1},
                    choices=letters,
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial=said[part] if said else "",
                )

    def rows(self):
        """The pairs of fields, for the template."""
        return [(row + 1, self[f"from_{row}"], self[f"to_{row}"]) for row in range(rules.ROWS)]

    def clean(self):
        cleaned, outline = super().clean(), []
        for row in range(rules.ROWS):
            ends = [cleaned.pop(f"{end}_{row}", None) for end in ("from", "to")]
            if ends == [None, None]:
                outline.append(None)
                continue
            # One letter alone is one square.
            first = ends[0] if ends[0] is not None else ends[1]
            last = ends[1] if ends[1] is not None else ends[0]
            outline.append([min(first, last), max(first, last)])
        cleaned["outline"] = rules.clean_outline(outline)
        return cleaned


class PointForm(forms.Form):
    layer = forms.ChoiceField(label=_("¿Qué es?"), choices=MapPoint.Layer.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("¿Qué hay ahí?"), max_length=WORDS_LIMIT)
    block = forms.CharField(
        label=_("¿En qué manzana o sector?"),
        max_length=BLOCK_LIMIT,
        required=False,
        help_text=_("Nunca el lote ni el número de la casa."),
    )
    square = forms.CharField(
        label=_("Cuadro del dibujo"), max_length=4, required=False, help_text=_("Letra y número, como C4.")
    )
    on = DayField(label=_("¿Qué día lo vieron?"), widget=forms.DateInput(attrs={"type": "date"}))
    photo = PhotoField(label=_("Foto"))
    reserve = forms.ChoiceField(label=_("¿Quién puede leerlo?"), choices=LEVELS, initial=Reserve.ORGANISATION)

    def _not_exact(self, name):
        try:
            return not_so_exact(self.cleaned_data[name])
        except Unfit as refused:
            raise ValidationError(refused.reason) from None

    def clean_words(self):
        return self._not_exact("words")

    def clean_block(self):
        return self._not_exact("block")

    def clean_square(self):
        try:
            square = rules.square_of(self.cleaned_data["square"])
        except ValueError:
            raise ValidationError(_("El cuadro se escribe con letra y número, como C4.")) from None
        return rules.name_of(*square) if square else ""


class SketchForm(forms.Form):
    sketch = PhotoField(label=_("Foto de su croquis"), required=True, error_messages={"required": _("Elige la foto.")})


class TieForm(forms.Form):
    issues = SeveralRows(
        label=_("Temas que tienen que ver"),
        queryset=Issue.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    commitment = forms.ModelChoiceField(
        label=_("La promesa"), queryset=Commitment.objects.none(), required=False, empty_label=_("Ninguna")
    )

    def __init__(self, *args, issues, commitments, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issues"].queryset, self.fields["commitment"].queryset = issues, commitments
