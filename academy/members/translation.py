from modeltranslation.translator import TranslationOptions, register

from .models import OrganisationKind


@register(OrganisationKind)
class OrganisationKindTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("es",)
