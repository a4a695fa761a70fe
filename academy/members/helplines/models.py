from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class HelpLineQuerySet(models.QuerySet):
    def near(self, member=None):
        """Those of everywhere and, for whoever is signed in, of the places of her organisations, nearest first."""
        from ..models import Territory

        if member is None or not member.is_authenticated:
            return self.filter(territory=None)
        homes = member.memberships.standing().exclude(organisation__territory=None)
        paths = homes.values_list("organisation__territory__path", flat=True)
        # A path names every place above it: /PE/15/1501/ lies in /PE/15/ and in /PE/.
        around = {"/".join(path.split("/")[:end]) + "/" for path in paths for end in range(2, path.count("/") + 1)}
        nearest = F("territory__depth").desc(nulls_last=True)
        places = Territory.objects.filter(path__in=around)
        return self.filter(Q(territory=None) | Q(territory__in=places)).order_by(nearest, "order", "pk")

    def overdue(self, at=None):
        return self.filter(check_by__lt=at or timezone.localdate())


class HelpLine(models.Model):
    """A public number. Holds no personal data. Past ``check_by`` it is still shown, and says that it waits."""

    territory = models.ForeignKey(
        "members.Territory", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("lugar"),
        help_text=_("Vacío: en todas partes."),
    )  # fmt: skip
    name = models.CharField(_("nombre"), max_length=80)
    number = models.CharField(_("número"), max_length=30)
    what = models.CharField(_("para qué"), max_length=200)
    when = models.CharField(_("cuándo"), max_length=200, blank=True)
    check_by = models.DateField(_("revisar antes del"))
    source = models.CharField(_("de dónde sale"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("orden"), default=0)

    objects = HelpLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("línea de ayuda")
        verbose_name_plural = _("líneas de ayuda")
        ordering = ["order", "pk"]

    def __str__(self):
        return f"{self.name} {self.number}"
