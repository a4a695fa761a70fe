"""A list of women: nothing before she confirms, everything after, nothing twice."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from academy.core.models import AuditEntry
from academy.members.importing import Unreadable
from academy.members.models import Member, MemberImport, Membership, Role
from academy.members.services import importing as service
from tests.members.factories import MemberFactory, OrganisationFactory

LIST = """nombres;apellidos;celular;comedor
ROSA;QUISPE;;
JULIA;MAMANI;987 654 321;
QUISPE;ROSA;;
Julia;Mamani;;
Carmen;Luna;;Comedor Inexistente
;;987654321;
Vilma;Ccori;;Santa Rosa
"""


def upload(people, text=LIST, place=None, **options):
    return service.upload(
        organisation=place or people.kitchen,
        by=people.amanda,
        raw=text.encode(),
        file_name="socias.csv",
        **options,
    )


def names(place):
    standing = Membership.objects.standing().filter(organisation=place)
    return sorted(standing.values_list("member__display_name", flat=True))


def test_an_upload_saves_nobody(people):
    before = Member.objects.count()
    imported = upload(people)
    assert Member.objects.count() == before
    assert imported.state == "preview"


def test_each_row_says_what_will_become_of_it(people):
    rows = {row["line"]: row for row in upload(people).rows}
    assert {line: row["kind"] for line, row in rows.items()} == {
        2: "same",
        3: "ready",
        4: "alike",
        5: "same",
        6: "problem",
        7: "problem",
        8: "ready",
    }
    assert rows[2]["twin"]["name"] == "Rosa Quispe"
    assert rows[2]["twin"]["since"] == "2026-01-01"
    assert rows[5]["twin"] == {"name": "Julia Mamani", "since": None, "line": 3}
    assert "Comedor Inexistente" in rows[6]["problems"][0]
    assert rows[7]["problems"] == ["Falta el nombre."]
    assert rows[8]["organisation"] == people.kitchen.pk


def test_confirming_adds_the_good_rows_and_keeps_no_list(people):
    imported = upload(people)
    assert service.confirm(imported=imported) is True
    assert names(people.kitchen) == ["Fina", "Julia Mamani", "Rosa Quispe", "Vilma Ccori"]
    julia = Member.objects.get(display_name="Julia Mamani")
    assert (julia.phone, julia.name_key) == ("+51987654321", "julia mamani")
    assert not julia.has_usable_password()
    imported.refresh_from_db()
    assert (imported.state, imported.created, imported.skipped, imported.rows) == ("done", 2, 5, [])
    assert AuditEntry.objects.filter(action="members.imported", about=julia.pk, by=people.amanda.pk).exists()


def test_the_same_list_again_changes_nothing(people):
    service.confirm(imported=upload(people))
    before = list(Member.objects.values()), list(Membership.objects.values())
    again = upload(people)
    assert {row["kind"] for row in again.rows} == {"same", "alike", "problem"}
    service.confirm(imported=again)
    assert (list(Member.objects.values()), list(Membership.objects.values())) == before


def test_two_previews_of_one_list_add_the_women_once(people):
    first, second = upload(people), upload(people)
    service.confirm(imported=first)
    service.confirm(imported=second)
    assert names(people.kitchen).count("Julia Mamani") == 1


def test_confirming_twice_saves_once(people):
    imported = upload(people)
    assert service.confirm(imported=imported) is True
    assert service.confirm(imported=imported) is False
    service.save(imported_id=imported.pk)
    assert names(people.kitchen).count("Julia Mamani") == 1


def test_a_likeness_is_added_only_when_she_says_that_it_is_another_woman(people):
    imported = upload(people)
    # Line 6 has a problem, 99 does not exist, "maybe" is no choice.
    service.choose(imported=imported, choices={"4": "new", "5": "new", "6": "new", "99": "new", "2": "maybe"})
    assert imported.choices == {"4": "new", "5": "new"}
    service.confirm(imported=imported)
    assert names(people.kitchen) == [
        "Fina",
        "Julia Mamani",
        "Julia Mamani",
        "Quispe Rosa",
        "Rosa Quispe",
        "Vilma Ccori",
    ]


def test_a_list_for_the_federation_names_its_kitchens_by_name_or_code(people):
    OrganisationFactory(name="Comedor San José", code="SANJOS22", parent=people.federation)
    OrganisationFactory(name="Olla común San José", code="SANJOS33", parent=people.federation)
    text = (
        "nombres;organizacion\nAna Luz;COMEDOR SANTA ROSA\nEva Paz;sanros22\nInés Sol;San José\n"
        "Ada Mar;Comedor Micaela\nSara Río;\nLidia Cruz;olla comun san jose\n"
    )
    rows = {row["name"]: row for row in upload(people, text, people.federation).rows}
    assert rows["Ana Luz"]["organisation"] == rows["Eva Paz"]["organisation"] == people.kitchen.pk
    assert "varias organizaciones" in rows["Inés Sol"]["problems"][0]
    # The other federation's kitchen is not hers to fill.
    assert "No encontramos" in rows["Ada Mar"]["problems"][0]
    assert rows["Sara Río"]["organisation"] == people.federation.pk
    assert rows["Lidia Cruz"]["place"] == "Olla común San José"


def test_a_failure_adds_nobody_and_can_be_tried_again(people, monkeypatch):
    imported = upload(people)

    def broken(*args, **kwargs):
        raise RuntimeError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(AuditEntry.objects, "bulk_create", broken)
        service.confirm(imported=imported)
    imported.refresh_from_db()
    assert imported.state == "failed"
    assert names(people.kitchen) == ["Fina", "Rosa Quispe"]
    assert service.confirm(imported=imported) is True
    assert "Julia Mamani" in names(people.kitchen)


def test_an_organiser_whose_role_ended_meanwhile_adds_nobody(people):
    imported = upload(people)
    Role.objects.filter(member=people.amanda).update(until=timezone.localdate())
    service.confirm(imported=imported)
    imported.refresh_from_db()
    assert imported.state == "failed"
    assert names(people.kitchen) == ["Fina", "Rosa Quispe"]


def test_lists_are_forgotten_after_a_day(people):
    now = timezone.now()
    old = upload(people, at=now - timedelta(hours=25))
    young = upload(people, at=now - timedelta(hours=23))
    assert service.forget_old(at=now) == 1
    assert list(MemberImport.objects.all()) == [young]
    assert not MemberImport.objects.filter(pk=old.pk).exists()


def test_five_thousand_women_are_added_by_the_worker_in_few_queries(
    people, django_assert_max_num_queries, django_capture_on_commit_callbacks
):
    letters = "abcdefghijklmnopqrst"
    given = [f"{a}{b}{c}{a}n" for a in letters for b in letters for c in letters][:5000]
    text = "nombres;apellidos\n" + "".join(f"{name.upper()};{name[::-1].upper()} CCORI\n" for name in given)
    with django_assert_max_num_queries(12):
        imported = upload(people, text)
    assert sum(row["kind"] == "ready" for row in imported.rows) > 4900
    service.choose(imported=imported, choices={str(row["line"]): "new" for row in imported.rows})
    with django_capture_on_commit_callbacks() as later:
        service.confirm(imported=imported)
    imported.refresh_from_db()
    assert imported.state == "waiting"
    # On SQLite a query carries some 80 women; elsewhere 500.
    with django_assert_max_num_queries(400):
        later[0]()
    imported.refresh_from_db()
    assert (imported.state, imported.created) == ("done", 5000)
    assert Membership.objects.filter(organisation=people.kitchen).count() == 5002


# --- The pages -----------------------------------------------------------------------------------


def page(name, *args):
    return reverse(f"members:{name}", args=args)


def send(browser, people, content=LIST, name="socias.csv"):
    raw = content if isinstance(content, bytes) else content.encode()
    return browser.post(page("import_members", people.kitchen.pk), {"file": SimpleUploadedFile(name, raw)})


def test_she_sends_looks_decides_and_confirms(people, as_):
    browser = as_(people.amanda)
    preview = send(browser, people).url
    shown = browser.get(preview)
    text = shown.content.decode()
    assert shown.context["to_add"] == 2
    for words in (
        "Falta el nombre.",
        "Parece que ya está",
        "Se parece a otra",
        "Comedor Inexistente",
        "Más arriba en la lista",
    ):
        assert words in text
    browser.post(preview, {"action": "save", "row-4": "new", "ver": "all", "pagina": "1"})
    assert browser.get(preview).context["to_add"] == 3
    done = browser.post(preview, {"action": "confirm", "row-5": "new"}, follow=True)
    assert "Lista guardada" in done.content.decode()
    assert names(people.kitchen).count("Julia Mamani") == 2
    assert "Quispe Rosa" in names(people.kitchen)


def test_rows_are_shown_by_what_happens_to_them(people, as_):
    browser = as_(people.amanda)
    preview = send(browser, people).url
    problems = browser.get(preview, {"ver": "problem"})
    assert [row["line"] for row in problems.context["page"]] == [6, 7]
    assert browser.get(preview, {"ver": "nonsense", "pagina": "x"}).status_code == 200


def test_a_list_can_be_thrown_away(people, as_):
    browser = as_(people.amanda)
    browser.post(send(browser, people).url, {"action": "discard"})
    assert not MemberImport.objects.exists()
    assert names(people.kitchen) == ["Fina", "Rosa Quispe"]


def test_a_list_is_seen_by_who_sent_it_and_for_a_day(people, as_):
    preview = send(as_(people.amanda), people).url
    second = MemberFactory(display_name="Vilma", with_password=True)
    Role.objects.create(member=second, organisation=people.federation, kind="organiser")
    assert as_(second).get(preview).status_code == 404
    assert as_(people.elena).get(preview).status_code == 404
    assert as_(people.fina).get(preview).status_code == 403
    assert as_(people.rosa).get(preview).status_code == 403
    MemberImport.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert as_(people.amanda).get(preview).status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vacío"),
        (b"%PDF-1.7 x", "no es una lista"),
        (b"x" * 2_200_000, "2 MB"),
        (b"dni\n1\n", "columna con los nombres"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(people, as_, content, words):
    answer = send(as_(people.amanda), people, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not MemberImport.objects.exists()


def test_a_form_without_a_file_says_so(people, as_):
    answer = as_(people.amanda).post(page("import_members", people.kitchen.pk), {})
    assert "Elige un archivo" in answer.content.decode()


def test_while_it_is_saved_the_page_says_how_far_and_asks_again_by_itself(people, as_):
    browser = as_(people.amanda)
    preview = send(browser, people).url
    MemberImport.objects.update(state="running", seen=3)
    shown = browser.get(preview)
    assert shown["Refresh"] == "2"
    assert "Vamos por 3 de 7 filas" in shown.content.decode()


def test_the_empty_list_to_fill_in_is_one_that_can_be_read(people, as_, client):
    assert client.get(page("import_template")).status_code == 302
    assert as_(people.rosa).get(page("import_template")).status_code == 403
    answer = as_(people.amanda).get(page("import_template"))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    with pytest.raises(Unreadable, match="ninguna socia"):
        service.importing.parse(answer.content)
    filled = answer.content + b"Ana;Luz;987654321;\r\n"
    assert service.importing.parse(filled).rows[0].phone == "+51987654321"
