"""A small course with every kind of block, in two languages and a bit: what tests of course files load."""

from pathlib import Path

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><path d="M0 0h16v9H0z" fill="#7a1f3d"/></svg>'
OTHER_SVG = SVG.replace("#7a1f3d", "#1f6f6b")

TEXT = """\
format: relevo-course/1
code: T1
slug: curso-de-prueba
track: derechos
hours: 2.5
competencies: [explicar-la-ley, conocer-derechos]
translations: {en: authored, qu: draft}
title: {es: Curso de prueba, en: Sample course, qu: Yachay}
summary: {es: "Sirve para probar: todo.", en: "For trying things: all."}
outcomes:
  - {es: Cuentas la historia., en: You tell the story.}
  - {es: Haces la cuenta.}
cover: portada.svg
cover_alt: {es: Una olla., en: A pot.}
rule: {lessons: all, test: pass, tasks: 1}
lessons:
  - id: primera
    minutes: 6
    title: {es: La primera, en: The first, qu: Ñawpaq}
    intro: {es: Así empieza., en: So it begins.}
    blocks:
      - id: escena
        type: scene
        title: {es: En la cocina, en: In the kitchen}
        text:
          es: |
            Doña *Tomasa* pela **papas**.

            - Una.
            - Dos, con [la ley](https://www.gob.pe/ley).
          en: |
            Doña *Tomasa* peels **potatoes**.

            - One.
            - Two, with [the law](https://www.gob.pe/ley).
        drawing: olla.svg
        alt: {es: Una olla que humea., en: A steaming pot.}
      - id: idea
        type: prose
        text:
          es: |
            **La olla fue primero.**

            Luego vino la ley.
          en: |
            **The pot came first.**

            Luego vino la ley.
      - {id: dibujo, type: drawing, file: olla.svg, alt: {es: Una olla.}, caption: {es: La olla}}
      - {id: ojo, type: callout, tone: care, title: {es: Ojo}, text: {es: "Guarda el papel."}}
      - {id: pasos, type: steps, items: [{es: Abre., en: Open.}, {es: Anota.}]}
      - {id: frase, type: phrase, text: {es: Es un derecho.}, note: {es: Con calma.}}
      - id: cuenta
        type: table
        caption: {es: Un día}
        columns: [{es: Cosa, en: Thing}, {es: Soles}]
        rows:
          - [{es: Papa, en: Potato}, "24.00"]
          - [{es: Total}, "24.00"]
        total: yes
      - {id: palabra, type: glossary, term: {es: OSB}, meaning: {es: Organización social de base.}}
      - {id: para-mi, type: reflection, prompt: {es: ¿Qué sabes hacer?}}
      - {id: calculadora, type: calculator, title: {es: Tu ración}}
      - {id: ayuda, type: contact, name: {es: Línea 100}, number: "100", what: {es: Escucha.}, check_by: 2027-05-31}
      - id: ley
        type: legal
        text: {es: "No reemplaza la asesoría legal."}
        source: {es: "Ley 25307"}
        url: https://www.gob.pe/ley
        checked_on: 2026-11-22
        expires_on: 2027-11-22
      - id: q1
        type: choice
        category: ley
        prompt: {es: ¿Es un favor?, en: Is it a favour?}
        options:
          - {id: a, text: {es: Sí, en: "Yes"}, right: no, why: {es: "No: hay ley.", en: "No: there is a law."}}
          - {id: b, text: {es: "No", en: "No"}, right: yes, why: {es: "Así es.", en: "Right."}}
      - {id: tarea, type: task, title: {es: Cuéntalo}, text: {es: "A una vecina."}, minutes: 20, proof: {es: Te oyó.}}
      - {id: conversar, type: talk, questions: [{es: ¿Una?}, {es: ¿Dos?}, {es: ¿Tres?}]}
      - {id: fuentes, type: sources, items: [{es: Ley 25307.}]}
  - id: segunda
    title: {es: La segunda, en: The second}
    blocks:
      - id: q2
        type: choices
        prompt: {es: ¿Cuáles?}
        options:
          - {id: a, text: {es: Una}, right: yes}
          - {id: b, text: {es: Otra}, right: yes}
      - {id: q3, type: true_false, prompt: {es: ¿Verdad?}, answer: true, why: {es: Sí.}}
      - {id: q8, type: essay, prompt: {es: Cuenta.}, guide: {es: Que diga quién.}}
test:
  id: prueba
  title: {es: Mira lo que sabes, en: See what you know}
  intro: {es: Sin apuro.}
  draw: 3
  pass_mark: 60
  tries: 2
  answers: each
  order: fixed
  message_pass: {es: ¡Bien!}
  message_not_yet: {es: Todavía no.}
  questions:
    - {id: q4, type: number, prompt: {es: ¿Cuánto?}, answer: "1.84", tolerance: "0.01", unit: "S/", why: {es: Suma.}}
    - id: q5
      type: order
      prompt: {es: Ordena.}
      items: [{id: a, text: {es: Uno}}, {id: b, text: {es: Dos}}]
      why: {es: Así.}
    - id: q6
      type: match
      prompt: {es: Une.}
      pairs: [{id: a, left: {es: A}, right: {es: B}}, {id: b, left: {es: C}, right: {es: D}}]
      why: {es: Así.}
    - id: q7
      type: short
      prompt: {es: ¿Qué ley?}
      accept: {es: ["25307"], en: ["25307", "Law 25307"]}
      why: {es: Esa.}
"""


def write(folder, text=TEXT, **drawings):
    """The sample as a file in ``folder``, with its drawings; the path of the file."""
    folder = Path(folder)
    (folder / "drawings").mkdir(parents=True, exist_ok=True)
    for name in ("portada", "olla"):
        (folder / "drawings" / f"{name}.svg").write_text(drawings.get(name, SVG if name == "olla" else OTHER_SVG))
    path = folder / "t1.yaml"
    path.write_text(text)
    return path
