from modeltranslation.translator import TranslationOptions, register

from .models import OrganisationKind, SeatKind


@register(OrganisationKind)
class OrganisationKindTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("es",)


@register(SeatKind)
class SeatKindTranslation(TranslationOptions):
    fields = ("name", "tasks", "reading", "support", "micro_roles")
    required_languages = {"es": ("name",)}
