from modeltranslation.translator import TranslationOptions, register

from .models import HelpLine, OrganisationKind, SeatKind


@register(OrganisationKind)
class OrganisationKindTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("es",)


@register(SeatKind)
class SeatKindTranslation(TranslationOptions):
    fields = ("name", "tasks", "reading", "support", "micro_roles")
    required_languages = {"es": ("name",)}


@register(HelpLine)
class HelpLineTranslation(TranslationOptions):
    fields = ("name", "what", "when")
    required_languages = {"es": ("name", "what")}
