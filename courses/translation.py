from modeltranslation.translator import TranslationOptions, register

from .models import Competency, Track


@register(Track)
class TrackTranslation(TranslationOptions):
    fields = ("name", "description")
    required_languages = {"es": ("name",)}


@register(Competency)
class CompetencyTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("es",)
