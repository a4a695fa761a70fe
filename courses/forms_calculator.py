"""The calculator's form: figures as women write them, refused with words that say what to do."""

from decimal import ROUND_DOWN, Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from .costing import FIGURES, Month
from .typed import readings

#: The minimum wage of S/ 1,130 ÷ 30 days ÷ 8 hours; the wage itself is still to be verified.
HOUR_VALUE = "4.71"
#: Beyond this a zero too many is likelier than a kitchen.
LARGEST = Decimal(1_000_000)
CENTS, THOUSANDTHS = Decimal("0.01"), Decimal("0.001")


class AmountField(forms.Field):
    """A number of 0 or more, with comma or point, thousands, spaces or «S/».

    «1,760» and «1.760» can mean two numbers. Where ``large`` (amounts of a month) three digits after the mark
    are thousands, because céntimos have two; elsewhere (a price, an hour) they are decimals, because nobody
    asks a thousand soles for a plate. So a large amount keeps two decimals, the others three; what is beyond
    is dropped, and a kept figure always reads back as itself. static/js/calc.js reads by the same rule.
    """

    widget = forms.TextInput
    default_error_messages = {
        "unread": _("Escribe solo el número. Por ejemplo: 1,760 o 2.50."),
        "minus": _("Escribe el número sin el signo menos."),
        "over": _("Es más de %(most)s. Revisa los ceros y la coma."),
    }

    def __init__(self, *, large=True, most=LARGEST, empty=Decimal(0), **options):
        super().__init__(**options)
        self.large, self.most, self.empty = large, Decimal(most), empty
        self.widget.attrs.update(inputmode="decimal", autocomplete="off", maxlength=40)
        self.widget.attrs.update({"data-most": str(self.most), **({} if large else {"data-small": ""})})

    def to_python(self, value):
        text = str(value or "").strip()
        if not text:
            return None if self.required else self.empty
        found = readings(text)
        if not found:
            raise forms.ValidationError(self.error_messages["unread"], "unread")
        number = found[-1] if self.large else found[0]
        if number < 0:
            raise forms.ValidationError(self.error_messages["minus"], "minus")
        if number > self.most:
            raise forms.ValidationError(self.error_messages["over"], "over", {"most": f"{self.most:,}"})
        return number.quantize(CENTS if self.large else THOUSANDTHS, ROUND_DOWN).normalize()


def _soles(label, help_text=""):
    return AmountField(label=label, help_text=help_text, required=False)


class CalculatorForm(forms.Form):
    """A month of her kitchen. ``month`` is what to reckon with, once it is valid."""

    rations_per_day = AmountField(
        label=_("Raciones al día"),
        most=100_000,
        error_messages={"required": _("Escribe cuántas raciones sirven en un día.")},
    )
    free_per_day = AmountField(
        label=_("De ellas, gratis"), help_text=_("Para casos sociales."), most=100_000, required=False
    )
    days = AmountField(
        label=_("Días que cocinan en el mes"),
        most=31,
        large=False,
        error_messages={
            "required": _("Escribe cuántos días cocinan en el mes."),
            "over": _("Un mes tiene 31 días como máximo."),
        },
    )
    market = _soles(_("Mercado"))
    gas = _soles(_("Gas"))
    water = _soles(_("Agua"))
    light = _soles(_("Luz"))
    transport = _soles(_("Pasajes y mototaxi"))
    cleaning = _soles(_("Limpieza"))
    repairs = _soles(_("Para reparaciones"))
    other = _soles(_("Otros gastos"))
    donated = _soles(_("Alimentos que reciben"), _("Lo que costarían en el mercado, en un mes."))
    women = AmountField(label=_("Mujeres que cocinan cada día"), most=1000, required=False)
    hours_per_day = AmountField(
        label=_("Horas de cada una al día"),
        most=24,
        large=False,
        required=False,
        error_messages={"over": _("Un día tiene 24 horas.")},
    )
    hour_value = AmountField(
        label=_("Valor de una hora"),
        help_text=_("4.71 es el sueldo mínimo de S/ 1,130 ÷ 30 días ÷ 8 horas (por verificar)."),
        large=False,
        most=1000,
        required=False,
        initial=HOUR_VALUE,
    )
    price = AmountField(
        label=_("Precio de una ración"),
        help_text=_("Déjalo vacío si aún no tienen precio."),
        large=False,
        most=1000,
        required=False,
        empty=None,
    )

    GROUPS = (
        (_("Las raciones"), ("rations_per_day", "free_per_day", "days")),
        (
            _("Plata que sale en el mes (S/)"),
            ("market", "gas", "water", "light", "transport", "cleaning", "repairs", "other"),
        ),
        (_("Lo que reciben (S/)"), ("donated",)),
        (_("El trabajo de las socias"), ("women", "hours_per_day", "hour_value")),
        (_("El precio (S/)"), ("price",)),
    )

    def __init__(self, *args, auto_id="calc-%s", label_suffix="", **options):
        super().__init__(*args, auto_id=auto_id, label_suffix=label_suffix, **options)

    def clean(self):
        cleaned = super().clean()
        served, free = cleaned.get("rations_per_day"), cleaned.get("free_per_day")
        if served is not None and free is not None and free > served:
            self.add_error("free_per_day", _("Son más que las raciones del día. Revisa los dos números."))
        return cleaned

    def groups(self):
        """Headings with their fields, in the order of the form."""
        return [(heading, [self[name] for name in names]) for heading, names in self.GROUPS]

    def month(self):
        return Month(**{name: self.cleaned_data[name] for name in FIGURES})

    def figures(self):
        """What is kept of a valid sheet: plain numbers as text by name, without the empty ones."""
        kept = ((name, self.cleaned_data[name]) for name in FIGURES)
        return {name: f"{number:f}" for name, number in kept if number is not None}


class SaveForm(CalculatorForm):
    """The same, with the name that she gives the sheet."""

    name = forms.CharField(label=_("Nombre de esta cuenta"), required=False, max_length=80, strip=True)
