"""Questions about files that name women."""

from django.db import models


class ExportRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state="open")

    def visible_to(self, user):
        """The organisation's own women, its base, who sits there and its organisers: what left is no secret to them."""
        from ..seats.querysets import organisations_near

        return self.filter(organisation__in=organisations_near(user))

    def with_a_file(self):
        return self.exclude(file="")
