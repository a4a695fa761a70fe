"""Each figure in words, to be shown beside it; and why a figure is not shown. Spanish, lazy; keys are stored."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Formula:
    """``words`` say how it is worked out, ``reading`` what it means and what it does not."""

    key: str
    title: str
    words: str
    reading: str = ""


_ALL = [
    # --- who could take over ---
    Formula(
        "uncovered_risk",
        _("Cargos que pueden quedar vacíos sin relevo"),
        _("Sumamos el riesgo de cada cargo que nadie lista puede cubrir."),
        _("Un cargo que vence cuenta uno. Los demás cuentan menos."),
    ),
    Formula(
        "coverage_true",
        _("Cargos con relevo, sin contar doble"),
        _("Damos un solo cargo a cada mujer lista. Contamos los cargos cubiertos entre todos."),
        _("Una mujer no puede llenar tres cargos a la vez."),
    ),
    Formula(
        "coverage_naive",
        _("Cargos con alguna mujer lista"),
        _("Cargos con una mujer lista o más, entre todos los cargos."),
        _("Cuenta doble: la misma mujer puede estar en varios cargos."),
    ),
    Formula(
        "depth",
        _("Mujeres listas por cargo"),
        _("La mitad de los cargos tiene este número o menos."),
        _("Mira primero los cargos con ninguna."),
    ),
    Formula(
        "bench_strength",
        _("Mujeres listas por cada cargo que vence"),
        _("Mujeres listas, cada una una vez, entre los cargos que vencen."),
        _("Menos de uno: faltan mujeres listas."),
    ),
    Formula(
        "preparation_gap",
        _("Tareas que faltan para estar listas"),
        _("En cada cargo, lo que le falta a la dispuesta más preparada. Sumamos."),
        _("Dice qué cursos y qué compañeras ofrecer."),
    ),
    # --- terms ---
    Formula(
        "expiring_seats",
        _("Cargos que vencen"),
        _("Cargos cuyo periodo termina dentro del plazo, y los ya vencidos."),
        _("Una junta vencida puede tener problemas para firmar."),
    ),
    Formula(
        "overdue_seats",
        _("Cargos vencidos"),
        _("Cargos cuyo periodo ya terminó y nadie entró todavía."),
    ),
    Formula(
        "tenure_top",
        _("Años de cargo en la décima parte que más tiene"),
        _("Años de las que más tiempo tienen, entre los años de todas."),
        _("Cuanto más alto, más se juntan los cargos en pocas."),
    ),
    Formula(
        "tenure_gini",
        _("Reparto de los años de cargo (Gini)"),
        _("Comparamos los años de cada una con los de todas las demás."),
        _("0: todas igual. Cerca de 1: casi todo en una."),
    ),
    Formula(
        "tenure_hhi",
        _("Concentración de los años de cargo (HHI)"),
        _("La parte de cada una, multiplicada por sí misma. Sumamos todas."),
        _("1: todo en una. Parejo sería uno entre el número de mujeres."),
    ),
    Formula(
        "consecutive_terms",
        _("Dirigentas en su tercer periodo seguido o más"),
        _("Las que van tres periodos seguidos o más, entre todas las dirigentas."),
        _("Mira tu estatuto: a veces no permite otra reelección."),
    ),
    Formula(
        "rotation",
        _("Cargos que cambiaron de manos"),
        _("Cargos con otra mujer después de elegir, entre los cargos elegidos."),
        _("0: la misma junta. 1: nadie que recuerde. Los dos son riesgo."),
    ),
    Formula(
        "multi_office",
        _("Dirigentas con dos cargos o más"),
        _("Las que tienen dos cargos a la vez, entre todas las dirigentas."),
    ),
    Formula(
        "candidates",
        _("Candidatas por cargo"),
        _("Candidatas en las actas, entre los cargos elegidos."),
    ),
    Formula(
        "uncontested",
        _("Cargos con una sola candidata"),
        _("Cargos con una candidata o ninguna, entre los cargos elegidos."),
    ),
    Formula(
        "youth",
        _("Dirigentas de menos de 35 años"),
        _("Las de menos de 35 años, entre las que dijeron su edad."),
    ),
    Formula(
        "first_time",
        _("Dirigentas por primera vez"),
        _("Las que nunca tuvieron un cargo antes, entre todas las dirigentas."),
    ),
    # --- what hangs on one woman ---
    Formula(
        "single_point",
        _("Organizaciones que dependen de una sola mujer"),
        _("Una sola tiene dos cosas: firma, clave, libro, llave o padrón."),
        _("No es culpa de ella. Es un riesgo para todas."),
    ),
    Formula(
        "handover",
        _("Entrega de cargo"),
        _("Cosas entregadas, entre las cosas que hay que entregar."),
        _("La entrega se cierra con todo entregado."),
    ),
    # --- the way ---
    Formula(
        "time_in_stage",
        _("Meses hasta el siguiente paso"),
        _("La mitad dio el paso en estos meses. Cuentan también las que siguen."),
        _("Se calcula con el método de Kaplan y Meier."),
    ),
    Formula(
        "conversion",
        _("Cuántas pasan de un paso a otro en un año"),
        _("Las que pasaron y una más, entre todas y una por paso."),
        _("La franja dice cuánto puede variar por ser pocas."),
    ),
    Formula(
        "flow",
        _("Mujeres en cada paso, si se repiten los últimos dos años"),
        _("Las de hoy que siguen o pasan, y las que entran."),
        _("No es adivinar. En 8 de 10 veces cae en la franja."),
    ),
    Formula(
        "exit_rate",
        _("Salidas antes de tiempo"),
        _("Salidas antes de terminar el periodo, por año de cargo."),
        _("Se cuenta por nivel, nunca por persona."),
    ),
    Formula(
        "expected_vacancies",
        _("Cargos que pueden quedar vacíos"),
        _("Sumamos el riesgo de cada cargo dentro del plazo."),
        _("Si el periodo vence, el riesgo es uno."),
    ),
    # --- what the programmes bring ---
    Formula(
        "learning_to_leading",
        _("Del curso a la tarea"),
        _("Las que tomaron una tarea en 6 meses, entre las que terminaron."),
        _("Mide el curso, no a las mujeres."),
    ),
    Formula(
        "commitments_kept",
        _("Compromisos cumplidos"),
        _("Lo cumplido entre lo que ya venció. Lo parcial cuenta en parte."),
        _("Mide a las autoridades, no a las mujeres."),
    ),
    Formula(
        "open_at_handover",
        _("Compromisos abiertos donde cambia la junta"),
        _("Compromisos sin cumplir donde un cargo vence o está vacío."),
        _("Se pasan a la junta que entra, uno por uno."),
    ),
    Formula(
        "days_late",
        _("Días de retraso de lo cumplido"),
        _("La mitad de lo cumplido tardó estos días o menos."),
    ),
    Formula(
        "places_reached",
        _("Distritos con alguna mujer formada"),
        _("Distritos con una mujer formada en 12 meses, entre todos los distritos."),
        _("Mira primero los distritos sin ninguna."),
    ),
    Formula(
        "rural_reached",
        _("Organizaciones rurales con alguna mujer formada"),
        _("Las que formaron a una mujer en 12 meses, entre todas."),
    ),
    Formula(
        "training_gini",
        _("Reparto de la formación entre distritos (Gini)"),
        _("Comparamos las mujeres formadas de cada distrito con los demás."),
        _("0: todos igual. Cerca de 1: casi todo en uno."),
    ),
    Formula(
        "base_link",
        _("Devolución a las bases"),
        _("Sesiones contadas a las bases en 7 días, entre las de representación."),
    ),
    Formula(
        "unpaid_hours",
        _("Horas de trabajo sin pago"),
        _("Sumamos las horas que anotaron las que quisieron."),
        _("Por semana. Se suma solo entre cinco mujeres o más."),
    ),
    Formula(
        "unpaid_value",
        _("Valor de las horas sin pago"),
        _("Las horas por lo que vale una hora del sueldo mínimo."),
        _("Cuánto vale la hora lo anota la organizadora, con su fuente."),
    ),
]
FORMULAS = {formula.key: formula for formula in _ALL}

#: Why a figure is not shown. Those of ``few`` and ``reserved`` read alike: the reason must not be read back.
WHY = {
    "nothing": _("Todavía no hay datos."),
    "thin": _("Hay pocos datos: %(n)s. Se necesitan %(least)s."),
    "few": _("Se reserva: son pocas mujeres."),
    "few_organisations": _("Se reserva: son pocas organizaciones."),
    "periods": _("Se necesitan dos años de datos. Hay menos."),
    "not_reached": _("Todavía menos de la mitad dio el paso."),
}
#: What is said beside a figure that is shown.
NOTES = {
    "no_rate": _("Faltan datos de salidas. Solo cuentan los cargos que vencen."),
    "pooled": _("En algunos niveles hay pocos datos. Se usó el conjunto."),
    "same_board": _("Quedó la misma junta. Puede ser un riesgo."),
    "nobody_stayed": _("Cambió toda la junta. Cuida la memoria."),
    "alarm": _("Faltan mujeres listas para los cargos que vencen."),
}
