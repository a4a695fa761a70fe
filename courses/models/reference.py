"""Reference data of the academy, translated by columns. No personal data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Track(models.Model):
    """A road through the academy: rights, budget, digital skills, organising."""

    slug = models.SlugField(_("clave"), unique=True)
    name = models.CharField(_("nombre"), max_length=80)
    description = models.CharField(_("descripción"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("orden"), default=0)

    class Meta:
        verbose_name = _("ruta")
        verbose_name_plural = _("rutas")
        ordering = ["order", "slug"]

    def __str__(self):
        return self.name or self.slug


class Competency(models.Model):
    """Something she can do afterwards. Mentoring wants and offers will be said in the same words."""

    slug = models.SlugField(_("clave"), unique=True)
    name = models.CharField(_("nombre"), max_length=120)

    class Meta:
        verbose_name = _("capacidad")
        verbose_name_plural = _("capacidades")
        ordering = ["slug"]

    def __str__(self):
        return self.name or self.slug
