"""How editors see a page before it is out: a cheap phone first."""

from django.utils.translation import gettext_lazy as _


class PhoneFirst:
    """Mixin for pages: the preview panel opens as wide as the phones our readers hold."""

    @property
    def preview_sizes(self):
        return [
            {"name": "phone", "icon": "mobile-alt", "device_width": 360, "label": _("Ver como en un celular")},
            {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("Ver como en una computadora")},
        ]

    @property
    def default_preview_size(self):
        return "phone"
