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
    people = get_user_model()
    people.wagtail_reference_index_ignore = True
    for model in apps.get_models():
        app = model._meta.app_config.name
        if app.startswith(("wagtail", "django")) or issubclass(model, (Page, AbstractImage, AbstractDocument)):
            continue
        if any(field.many_to_one and field.related_model is people for field in model._meta.get_fields()):
            model.wagtail_reference_index_ignore = True
