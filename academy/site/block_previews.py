"""How a block looks in the editor's block chooser."""


class AroundHer:
    """Mixin for blocks that a lesson renders around what one reader did: shown as to one who just came.

    The template is given what ``views.lesson`` gives it, for a preview: nothing can be sent.
    """

    def get_preview_template(self, value, context=None):
        return "blocks/preview_around_her.html"

    def get_preview_context(self, value, parent_context=None):
        from academy.core.languages import DEFAULT
        from academy.site.fallback import Fallback

        raw = {"type": self.name, "id": "muestra", "value": self.get_prep_value(value)}
        return {
            **(parent_context or {}),
            "piece_template": self.meta.template,
            "piece": {"id": raw["id"]},
            "block_id": raw["id"],
            "raw": raw["value"],
            "value": raw["value"],
            "fallback": Fallback(DEFAULT),
            "mine": False,
            "preview": True,
            **self.shown_around_her(raw),
        }

    def shown_around_her(self, raw):
        """What this block's template needs beside the raw value."""
        return {}


def first_picture():
    """Any drawing of this site, for blocks that cannot be shown without one; None on an empty site."""
    from academy.site.models import Picture

    return Picture.objects.order_by("pk").first()


def first_file():
    from academy.site.models import File

    return File.objects.order_by("pk").first()
