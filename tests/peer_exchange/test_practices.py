"""Practices: whose words, who agreed, who reviewed, and the one step to a draft of a course."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core.ids import uuid7
from academy.members import notices
from academy.members.models import OrganisationKind
from academy.site import harvest
from academy.site.models import TranslationState
from courses.models import CoursePage, LessonPage
from peer_exchange.models import Practice
from peer_exchange.practices import rules, services
from peer_exchange.visits import services as visits
from tests.courses.factories import MemberFactory
from tests.peer_exchange.gathering import DAY, seat_for, sent

db = pytest.mark.django_db
WORDS = {"title": "El compost", "did": "Juntamos cáscaras", "worked": "La tierra mejoró", "adapt": "Con lo que haya"}
ids = st.sets(st.integers(1, 5))


def url(name, *args):
    return reverse(f"exchange:{name}", args=args)


def practice_of(house, **words):
    said = {"reserve": "public", "named": [house.elsewhere], **WORDS, **words}
    return services.write(id=uuid7(), organisation=house.kitchen, by=house.yuli, **said)


def agree(practice, *, by):
    for row in practice.consents.all():
        services.answer_consent(row=row, by=by, agreed=True)


@given(st.sampled_from(["draft", "reviewed", "shared", "withdrawn"]), ids, ids)
@settings(max_examples=60)
def test_it_is_shared_only_when_reviewed_and_every_organisation_that_it_names_agreed(state, named, agreed):
    may = rules.may_share(state=state, organisations=named, consents=agreed)
    assert bool(may) == (state in ("reviewed", "withdrawn") and named <= agreed)


@pytest.mark.parametrize(
    ("sits", "looks_after", "has_board", "may"),
    [(1, 0, 1, True), (0, 1, 0, True), (0, 1, 1, False), (0, 0, 0, False), (0, 0, 1, False), (1, 1, 1, True)],
)
def test_its_board_speaks_for_an_organisation_and_who_looks_after_it_only_without_one(
    sits, looks_after, has_board, may
):
    assert bool(rules.may_consent(sits=sits, looks_after=looks_after, has_board=has_board)) is may


@db
def test_a_draft_is_read_by_its_organisation_and_by_who_leads_one_that_it_names(client, house):
    practice = practice_of(house)
    leader = MemberFactory(display_name="Lidia", member_of=house.elsewhere)
    seat_for(leader, house.elsewhere)
    for member, status in ((house.hilda, 200), (leader, 200), (house.rosa, 404)):
        client.force_login(member)
        assert client.get(url("practice", practice.pk)).status_code == status


@db
def test_the_whole_way_from_words_to_a_draft_of_a_course(client, house, course):
    leader = MemberFactory(display_name="Lidia", member_of=house.elsewhere)
    seat_for(leader, house.elsewhere)
    visit = visits.plan_visit(
        id=uuid7(), host=house.elsewhere, guests=[house.kitchen], by=house.yuli, title="Compost", starts_on=DAY
    )
    client.force_login(house.yuli)
    page = client.get(url("new_practice") + f"?visita={visit.pk}")
    answer = client.post(
        url("new_practice") + f"?visita={visit.pk}",
        sent(page.context["form"], **WORDS, authors_said="Las <b>socias</b>", reserve="public"),
    )
    practice = Practice.objects.get()
    assert answer.url == url("practice", practice.pk)
    assert {row.organisation for row in practice.consents.all()} == {house.kitchen, house.elsewhere}
    assert house.elsewhere.name in notices.sentence(leader.notices.get(kind="exchange_consent_asked"))
    client.force_login(leader)
    assert "falta el permiso de tu organización" in client.get(url("practices")).content.decode()
    client.force_login(house.yuli)
    move = url("practice_move", practice.pk)
    # She who wrote it does not review it; another does.
    client.post(move, {"move": "review"})
    assert Practice.objects.get().state == "draft"
    client.force_login(house.hilda)
    client.post(move, {"move": "review"})
    assert Practice.objects.get().state == "reviewed"
    # Who does not lead gives no consent, and without all of them it is not shared.
    own, theirs = practice.consents.get(organisation=house.kitchen), practice.consents.get(organisation=house.elsewhere)
    assert client.post(url("practice_consent", practice.pk, own.pk), {"answer": "yes"}).status_code == 403
    client.force_login(leader)
    client.post(url("practice_consent", practice.pk, theirs.pk), {"answer": "yes"})
    client.force_login(house.amanda)
    client.post(move, {"move": "share"})
    assert Practice.objects.get().state == "reviewed"
    client.post(url("practice_consent", practice.pk, own.pk), {"answer": "yes"})
    client.post(move, {"move": "share"})
    client.force_login(house.rosa)
    assert client.get(url("practice", practice.pk)).status_code == 200
    assert client.post(move, {"move": "harvest"}).status_code == 403
    # One step to a draft, once; nobody but editors sees it.
    client.force_login(house.amanda)
    client.post(move, {"move": "harvest"})
    client.post(move, {"move": "harvest"})
    draft = CoursePage.objects.get(translation_key=practice.pk)
    lesson = LessonPage.objects.child_of(draft).get()
    assert (draft.live, lesson.live) == (False, False)
    assert Practice.objects.get().harvested_as == reverse("wagtailadmin_explore", args=[draft.pk])
    assert "Las <b>socias</b>" in draft.summary
    assert house.elsewhere.name in draft.summary
    told = str(lesson.body)
    assert "Juntamos cáscaras" in told
    assert "<b>socias" not in told
    client.logout()
    assert client.get(draft.full_url or f"/cursos/{draft.slug}/").status_code == 404


@db
def test_its_words_in_other_languages_wait_with_the_draft_and_are_published_with_it(client, house, course):
    practice = practice_of(house, did="Juntamos cáscaras.\nLas picamos & tapamos.", authors_said="Yuli")
    english = {
        "title": "Compost",
        "did": "We gathered peels.\nWe chopped <them>.",
        "worked": "Soil improved",
        "adapt": "",
    }
    aymara = {"title": "Wanu", "did": "Sillp'inaka", "worked": "", "adapt": "Kunatixa"}
    for language, words in (("en", english), ("ay", aymara)):
        assert services.rewrite(practice=practice, language=language, by=house.yuli, **words)
    services.review_translation(text=practice.texts.get(language="en"), by=house.hilda)
    services.review(practice=practice, by=house.hilda)
    agree(practice, by=house.amanda)
    assert services.share(practice=practice, by=house.yuli)
    with override("en"):
        assert services.harvest_as_draft(practice=practice, by=house.amanda)
    draft = CoursePage.objects.get(translation_key=practice.pk)
    lesson = LessonPage.objects.child_of(draft).get()
    assert "Qué hicimos" in str(lesson.body), "headings are in the language of the words, not of who harvests"
    assert not LessonPage.objects.filter(translation_key=lesson.translation_key, live=True).exists()
    for page in (draft, lesson):
        page.save_revision().publish()
    told = {
        page.locale.language_code: str(page.body)
        for page in LessonPage.objects.filter(translation_key=lesson.translation_key, live=True)
    }
    assert "We gathered peels." in told["en"]
    assert "We chopped &lt;them&gt;." in told["en"]
    assert "Con lo que haya" in told["en"], "what nobody translated stands in Spanish"
    assert "Sillp" in told["ay"]
    assert "Juntamos" not in told["ay"]
    assert "Juntamos cáscaras" in told["qu"]
    titles = dict(CoursePage.objects.filter(translation_key=practice.pk).values_list("locale__language_code", "title"))
    assert (titles["en"], titles["ay"], titles["es"]) == ("Compost", "Wanu", "El compost")
    states = TranslationState.objects.filter(translation_key=lesson.translation_key)
    assert dict(states.values_list("language", "state")) == {"en": "reviewed", "ay": "draft"}


@db
def test_an_ally_writes_no_practice_for_the_others(client, house):
    ally, _made = OrganisationKind.objects.get_or_create(code="aliada", defaults={"name_es": "Aliada"})
    house.elsewhere.kind = ally
    house.elsewhere.save()
    client.force_login(house.rosa)
    answer = client.get(url("new_practice"))
    assert answer.status_code == 403
    assert "Las aliadas acompañan" in answer.content.decode()


@db
def test_new_spanish_words_ask_for_review_and_consent_again(house):
    practice = practice_of(house)
    services.review(practice=practice, by=house.hilda)
    agree(practice, by=house.amanda)
    assert services.share(practice=practice, by=house.yuli)
    done = services.rewrite(practice=practice, language="es", by=house.yuli, **{**WORDS, "did": "Otra cosa"})
    practice.refresh_from_db()
    assert done
    assert practice.state == "draft"
    assert set(practice.consents.values_list("agreed", flat=True)) == {None}
    assert not services.share(practice=practice, by=house.yuli)


@db
def test_a_no_takes_a_shared_practice_back_at_once(client, house):
    practice = practice_of(house)
    services.review(practice=practice, by=house.hilda)
    agree(practice, by=house.amanda)
    services.share(practice=practice, by=house.yuli)
    client.force_login(house.rosa)
    assert client.get(url("practice", practice.pk)).status_code == 200
    services.answer_consent(row=practice.consents.get(organisation=house.elsewhere), by=house.amanda, agreed=False)
    assert client.get(url("practice", practice.pk)).status_code == 404


@db
def test_a_translation_is_shown_once_somebody_else_reviewed_it(client, house):
    practice = practice_of(house)
    quechua = {**WORDS, "title": "Wanu ruway"}
    services.rewrite(practice=practice, language="qu", by=house.yuli, **quechua)
    client.force_login(house.hilda)
    address = "/qu" + url("practice", practice.pk)
    assert client.get(address).context["text"].language == "es"
    assert not services.review_translation(text=practice.texts.get(language="qu"), by=house.yuli)
    client.post(url("review_words", practice.pk, "qu"))
    assert client.get(address).context["text"].title == "Wanu ruway"
    practice.refresh_from_db()
    assert practice.state == "draft"


@db
def test_two_women_rewrite_at_once_and_both_texts_are_shown(client, house):
    practice = practice_of(house)
    client.force_login(house.hilda)
    form = sent(client.get(url("rewrite_practice", practice.pk, "es")).context["form"], did="Lo mío")
    services.rewrite(
        practice=practice,
        language="es",
        by=house.yuli,
        seen=form["seen"],
        **{**WORDS, "did": "Lo de ella"},
    )
    answer = client.post(url("rewrite_practice", practice.pk, "es"), form)
    assert answer.status_code == 422
    assert "Lo mío" in answer.content.decode()
    assert "Lo de ella" in answer.content.decode()


@db
def test_what_is_brought_to_other_programmes_names_only_who_agreed(house):
    practice = practice_of(house)
    services.answer_consent(row=practice.consents.get(organisation=house.kitchen), by=house.amanda, agreed=True)
    learning = services.learning_of(practice)
    assert isinstance(learning, harvest.Learning)
    assert learning.organisations == (house.kitchen.name,)
