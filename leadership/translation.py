from modeltranslation.translator import TranslationOptions, register

from .models import Stage


@register(Stage)
class StageTranslation(TranslationOptions):
    fields = ("name", "says")
    required_languages = ("es",)
