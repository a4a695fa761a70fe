"""What Wagtail keeps about where things are used, and what it must not keep."""

from django.apps import apps
from django.contrib.auth import get_user_model
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page


def keep_people_out_of_the_index():
    """Wagtail writes down, for every row saved, which other rows it names, so that an editor sees where a picture
    is used. For rows about women that would be a second register of who is tied to what, and a job for the
    worker at each answer she gives. Called before Wagtail looks at the models.
    """
    about = {get_user_model()}
    models = [
        model
        for model in apps.get_models()
        if not model._meta.app_config.name.startswith(("wagtail", "django"))
        and not issubclass(model, (Page, AbstractImage, AbstractDocument))
    ]
    # Also what hangs on a row about her: what she wants to learn hangs on her profile, not on her.
    while found := [model for model in models if model not in about and _hangs_on(model, about)]:
        about.update(found)
    for model in about:
        model.wagtail_reference_index_ignore = True


def _hangs_on(model, others):
    """Does each row of ``model`` belong to one row of ``others``?"""
    fields = model._meta.get_fields()
    return any(
        field.concrete and (field.many_to_one or field.one_to_one) and field.related_model in others for field in fields
    )
