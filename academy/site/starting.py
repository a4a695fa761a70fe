"""The first pages of a new site: languages and front doors. Idempotent; touches nothing an editor has changed."""

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from .batches import together
from .models import HomePage
from .translating import plain, translate

SLUG = "inicio"
HOME = {
    "title": {"es": "Relevo", "en": "Relevo", "qu": "Relevo", "ay": "Relevo"},
    "lead": {
        "es": "Aprende, practica y pasa la posta.",
        "en": "Learn, practise and pass it on.",
        "qu": "Yachay, ruway, hukman haywariy.",
        "ay": "Yatiqaña, luraña, yaqhar churaña.",
    },
    "intro": {
        "es": "Una escuela de lideresas, hecha por mujeres de comedores y ollas. Cabe en tu celular.",
        "en": "A school for women leaders, made by women of community kitchens. It fits in your phone.",
    },
}


def ensure_locales():
    """A row for each language of the academy, the default first."""
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES}


@transaction.atomic
def ensure_home():
    """The Spanish front door at the root of the default site, and one for each other language beside it.

    Returns the Spanish HomePage. Wagtail's welcome page goes, where it is still there and has no children.
    """
    ensure_locales()
    home = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE, depth=2).first()
    if home is None:
        with together():
            home = _make_home()
    return home


def _make_home():
    locale = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    root = Page.get_first_root_node()
    home = root.add_child(
        instance=HomePage(
            title=HOME["title"]["es"], slug=SLUG, lead=HOME["lead"]["es"], intro=HOME["intro"]["es"], locale=locale
        )
    )
    home.save_revision(clean=False).publish()
    _take_over_site(home)
    translate(home, texts_of(HOME))
    return home


def _take_over_site(home):
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(
            hostname="localhost", port=80, is_default_site=True, root_page=home, site_name=settings.ACADEMY_NAME
        )
        return
    welcome, site.root_page, site.site_name = site.root_page, home, settings.ACADEMY_NAME
    site.save()
    if welcome.specific_class is Page and welcome.is_leaf() and welcome.depth == 2:
        Page.objects.get(pk=welcome.pk).delete()


def texts_of(fields):
    """``{field: {language: text}}`` as ``translate`` wants it, for pages whose words stand in the code."""
    texts = {code: {} for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE}
    for field, said in fields.items():
        for language, text in said.items():
            if language in texts:
                texts[language][(field, plain(said["es"]))] = plain(text)
    return texts
