"""What an organiser says about phones."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="mobile-alt")
class DataCost(BaseGenericSetting):
    """What a megabyte costs her, so that a download can say it in soles. One row; empty: no money is shown."""

    soles_per_mb = models.DecimalField(
        _("soles por megabyte"),
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Lo que pagan las socias por sus megas. Un paquete de S/ 5 con 500 MB: 0.01. Vacío: no se dice."),
    )

    panels = [FieldPanel("soles_per_mb")]

    class Meta:
        verbose_name = _("costo de los megas")


def tariff():
    """Soles for a megabyte as text, empty where nobody set it. One query."""
    cost = DataCost.objects.values_list("soles_per_mb", flat=True).first()
    return "" if cost is None else str(cost.normalize())
