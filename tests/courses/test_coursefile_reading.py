"""Course files are checked whole before anything is loaded: every problem with its line."""

import pytest
from django.utils import translation

from courses.coursefile.problems import BrokenFile
from courses.coursefile.reading import read_file

from .sample_course import SVG, TEXT, write


@pytest.fixture(autouse=True)
def _spanish():
    with translation.override("es"):
        yield


def problems(folder, text=TEXT, **drawings):
    with pytest.raises(BrokenFile) as caught:
        read_file(write(folder, text, **drawings))
    return caught.value.problems


def line_of(part, text=TEXT):
    return text[: text.index(part)].count("\n") + 1


def test_the_sample_is_a_good_file(tmp_path):
    course = read_file(write(tmp_path))
    assert course.code == "T1"
    assert [lesson.id for lesson in course.lessons] == ["primera", "segunda"]
    assert course.fields["hours"] == "2.5"  # text, not a float that somebody guessed
    assert course.rule == {"rule_lessons": None, "rule_test": "pass", "rule_tasks": 1}
    assert set(course.attachments["picture"]) == {"portada.svg", "olla.svg"}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("format: relevo-course/1", "format: other/2", "format: relevo-course/1"),
        ("code: T1", "code: t1", "mayúscula"),
        ("slug: curso-de-prueba", "slug: Curso de prueba", "«slug»"),
        ("hours: 2.5", "hours: dos", "no es un número"),
        ("track: derechos\n", "", "Falta «track»"),
        ("minutes: 6", "minutes: seis", "no es un número entero"),
        ("minutes: 20", "minutes: 45", "va de 1 a 30"),
        ("title: {es: La segunda, en: The second}", "title: La segunda", "Falta el idioma"),
        ("title: {es: La segunda, en: The second}", "title: {en: The second}", "Falta el texto en español"),
        ("title: {es: La segunda, en: The second}", "title: {es: La, fr: Le}", "no es un idioma"),
        ("title: {es: La segunda, en: The second}", "title: {es: [La]}", "un solo valor"),
        ("type: scene", "type: scena", "no es un tipo de bloque"),
        ("tone: care", "tone: blue", "Puede ser: idea, care, example"),
        ("{id: frase, type: phrase", "{id: frase, colour: red, type: phrase", "No conozco «colour»"),
        ("{id: frase, type: phrase", "{id: pasos, type: phrase", "«pasos» está dos veces"),
        ("{id: frase, type: phrase", "{type: phrase", "Falta «id»"),
        ("{id: frase, type: phrase", "{id: Mi Frase, type: phrase", "«id» lleva letras minúsculas"),
        ("right: no", "right: yes", "exactamente una"),
        ("right: no", "right: maybe", "no es sí ni no"),
        ("expires_on: 2027-11-22", "expires_on: 2026-11-22", "Vence después"),
        ("checked_on: 2026-11-22", "checked_on: 22/11/2026", "no es una fecha"),
        ("checked_on: 2026-11-22", "checked_on: 2026-02-31", "no es una fecha"),
        ("https://www.gob.pe/ley\n        checked", "www.gob.pe\n        checked", "dirección completa"),
        ('[{es: Papa, en: Potato}, "24.00"]', '["24.00"]', "La fila 1 tiene 1 celdas"),
        ("drawing: olla.svg", "drawing: nada.svg", "No está el archivo drawings/nada.svg"),
        ("drawing: olla.svg", "drawing: ../../etc.svg", "no es un nombre de dibujo"),
        ("alt: {es: Una olla que humea., en: A steaming pot.}", "", "Di qué se ve"),
        ("draw: 3", "draw: 9", "más preguntas"),
        ("tasks: 1}", "tasks: 4}", "más tareas"),
        ("translations: {en: authored", "translations: {en: perfect", "El estado puede ser"),
        ("[{es: ¿Una?}, {es: ¿Dos?}, {es: ¿Tres?}]", "[{es: ¿Una?}]", "Son pocos"),
        ("- id: segunda", "- id: prueba", "ya es otra página"),
        ("Doña *Tomasa* peels", "Doña *Tomasa peels", "hay un * sin cerrar"),
        ("            - One.\n", "", "otra forma"),
        ("[the law](https://www.gob.pe/ley)", "[the law](https://other.pe)", "no está en ese párrafo"),
        ('answer: "1.84"', 'answer: "1,84"', "Con punto"),
        ('accept: {es: ["25307"]', 'accept: {en: ["x"]', "Falta la lista en español"),
        ("title: {es: Ojo}", "title: {es: " + "O" * 121 + "}", "caben 120"),
    ],
)
def test_what_is_wrong_is_said_with_its_reason(tmp_path, old, new, reason):
    assert old in TEXT
    found = problems(tmp_path, TEXT.replace(old, new, 1))
    assert any(reason in problem.reason for problem in found), found


def test_a_problem_names_the_line_it_is_on(tmp_path):
    found = problems(tmp_path, TEXT.replace("tone: care", "tone: blue"))
    assert [problem.line for problem in found] == [line_of("tone: care")]


def test_all_problems_are_told_at_once_in_the_order_of_the_file(tmp_path):
    text = TEXT.replace("hours: 2.5", "hours: dos").replace("tone: care", "tone: blue").replace("draw: 3", "draw: x")
    lines = [problem.line for problem in problems(tmp_path, text)]
    assert lines == [line_of("hours: 2.5"), line_of("tone: care"), line_of("draw: 3")]


def test_a_key_that_stands_twice_is_refused_and_both_places_are_named(tmp_path):
    found = problems(tmp_path, TEXT.replace("hours: 2.5", "hours: 2.5\nhours: 3"))
    assert found[0].line == line_of("hours: 2.5") + 1
    assert f"línea {line_of('hours: 2.5')}" in found[0].reason


def test_broken_yaml_is_told_with_its_line(tmp_path):
    found = problems(tmp_path, TEXT.replace("hours: 2.5", 'hours: "2.5'))
    assert "No se entiende el YAML" in found[0].reason


def test_anchors_are_refused_so_that_nothing_explodes(tmp_path):
    bomb = "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"
    assert any("anclas" in problem.reason for problem in problems(tmp_path, bomb))


@pytest.mark.parametrize("text", ["", "- una lista\n", "solo texto", "format: relevo-course/1\n"])
def test_a_file_that_is_no_course_is_refused(tmp_path, text):
    assert problems(tmp_path, text)


def test_a_file_in_another_encoding_is_refused(tmp_path):
    path = write(tmp_path)
    path.write_bytes(TEXT.encode("latin-1", "replace"))
    with pytest.raises(BrokenFile, match="UTF-8"):
        read_file(path)


@pytest.mark.parametrize(
    "drawing",
    [
        SVG.replace("<path", "<script>alert(1)</script><path"),
        SVG.replace("<path", '<path onclick="alert(1)"'),
        SVG.replace("<path", '<image href="https://x.pe/a.png"/><path'),
        SVG.replace("<path", '<use href="https://x.pe/a.svg#b"/><path'),
        SVG.replace("<path", '<g style="background:url(https://x.pe)"/><path'),
        SVG.replace('fill="#7a1f3d"', 'fill="url(https://x.pe/a.svg#b)"'),
        SVG.replace("<path", "<foreignObject/><path"),
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG,
        SVG.replace(' viewBox="0 0 16 9"', ""),
        SVG.replace("</svg>", "<!--" + "x" * 6200 + "--></svg>"),
        "<html/>",
        "not a drawing",
    ],
)
def test_a_drawing_that_could_do_harm_or_is_too_heavy_is_refused(tmp_path, drawing):
    found = problems(tmp_path, olla=drawing)
    assert {problem.line for problem in found} <= {line_of("drawing: olla.svg"), line_of("file: olla.svg")}


def test_a_drawing_may_use_its_own_parts(tmp_path):
    drawing = SVG.replace("<path", '<defs><g id="a"/></defs><use href="#a"/><path').replace("#7a1f3d", "url(#a)")
    read_file(write(tmp_path, olla=drawing))


def test_a_long_idea_is_a_warning_and_not_an_error(tmp_path):
    text = TEXT.replace(
        "            Luego vino la ley.\n          en:", "            " + "ley " * 130 + "\n          en:", 1
    )
    course = read_file(write(tmp_path, text))
    assert ["mejor 120" in warning.reason for warning in course.warnings] == [True]


def test_the_digest_changes_with_the_text_and_with_a_drawing(tmp_path):
    first = read_file(write(tmp_path / "a")).digest
    assert read_file(write(tmp_path / "b")).digest == first
    assert read_file(write(tmp_path / "c", TEXT.replace("Una olla.", "Otra."))).digest != first
    assert read_file(write(tmp_path / "d", olla=SVG.replace("7a1f3d", "000000"))).digest != first
