from modeltranslation.translator import TranslationOptions, register

from .models import MentoringTopic


@register(MentoringTopic)
class MentoringTopicTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("es",)
