"""Kinds of seats every academy starts with, and what each usually asks. Loading again changes nothing.

A line of ``tasks`` or ``micro_roles`` is one thing to do. Organisations write their own words over these.
"""

from ..models import SeatKind

#: code, hours a month, then in Spanish and in English: name, tasks, reading and sums, parts that can be shared out.
KINDS = [
    (
        "presidenta",
        24,
        (
            "Presidenta",
            "Convocar y conducir la asamblea\nFirmar documentos\nHablar con la municipalidad\nCuidar los libros",
            "Lee oficios y actas. Revisa cuentas con la tesorera.",
            "Conducir la reunión del mes\nSeguir un compromiso\nSer vocera en una reunión",
        ),
        (
            "President",
            "Call and run the assembly\nSign documents\nTalk with the municipality\nKeep the minute books safe",
            "Reads official letters and minutes. Goes through the accounts with the treasurer.",
            "Run this month's meeting\nFollow up one commitment\nSpeak for the group at one meeting",
        ),
    ),
    (
        "vicepresidenta",
        12,
        (
            "Vicepresidenta",
            "Reemplazar a la presidenta\nAcompañarla a las reuniones\nOrdenar los acuerdos pendientes",
            "Lee oficios y actas.",
            "Anotar los acuerdos\nAvisar a las socias",
        ),
        (
            "Vice-president",
            "Stand in for the president\nGo with her to meetings\nKeep track of open agreements",
            "Reads official letters and minutes.",
            "Note down agreements\nPass on notices to members",
        ),
    ),
    (
        "secretaria",
        16,
        (
            "Secretaria",
            "Escribir las actas\nMantener el padrón al día\nGuardar los documentos",
            "Escribe con letra clara. Lee en voz alta el acta.",
            "Tomar notas\nPasar la lista de asistencia\nArchivar papeles",
        ),
        (
            "Secretary",
            "Write the minutes\nKeep the register up to date\nKeep the documents",
            "Writes in a clear hand. Reads the minutes aloud.",
            "Take notes\nPass round the attendance list\nFile papers",
        ),
    ),
    (
        "tesorera",
        20,
        (
            "Tesorera",
            "Llevar el libro de caja\nGuardar recibos\nDar cuenta cada mes\nPagar con otra firma",
            "Suma, resta y compara. La calculadora ayuda.",
            "Contar la caja del día\nOrdenar recibos\nLeer las cuentas en la asamblea",
        ),
        (
            "Treasurer",
            "Keep the cash book\nKeep receipts\nReport every month\nPay with a second signature",
            "Adds, subtracts and compares. A calculator helps.",
            "Count the day's cash\nSort receipts\nRead the accounts at the assembly",
        ),
    ),
    (
        "almacenera",
        18,
        (
            "Almacenera",
            "Recibir y pesar los alimentos\nAnotar lo que entra y sale\nCuidar las fechas de vencimiento",
            "Pesa, anota y suma kilos.",
            "Recibir la entrega\nRevisar fechas\nLimpiar el almacén",
        ),
        (
            "Storekeeper",
            "Receive and weigh food\nNote what comes in and goes out\nWatch the use-by dates",
            "Weighs, notes down and adds up kilos.",
            "Receive the delivery\nCheck dates\nClean the store",
        ),
    ),
    (
        "fiscal",
        8,
        (
            "Fiscal",
            "Revisar caja y almacén\nContar a la asamblea lo que vio\nEscuchar quejas",
            "Lee cuentas y compara con los recibos.",
            "Contar el almacén\nRevisar recibos de un mes",
        ),
        (
            "Auditor",
            "Check cash and store\nTell the assembly what she saw\nListen to complaints",
            "Reads accounts and compares them with receipts.",
            "Count the store\nCheck one month's receipts",
        ),
    ),
    (
        "vocal",
        6,
        (
            "Vocal",
            "Llevar avisos a las socias\nTraer sus pedidos\nAyudar en comisiones",
            "No pide escribir. Pide escuchar bien.",
            "Avisar por teléfono\nVisitar a quien faltó",
        ),
        (
            "Member of the board",
            "Take notices to members\nBring back their requests\nHelp in committees",
            "No writing needed. Listening well is.",
            "Pass on notices by phone\nVisit those who were missing",
        ),
    ),
    (
        "delegada",
        10,
        (
            "Delegada",
            "Representar a su base\nContar allá lo que la base acordó\nContar aquí lo que se acordó allá",
            "Lee la agenda antes. Toma notas cortas.",
            "Hacer la devolución en siete días\nAnotar preguntas de la base",
        ),
        (
            "Delegate",
            "Represent her base\nTell there what the base agreed\nTell here what was agreed there",
            "Reads the agenda beforehand. Takes short notes.",
            "Report back within seven days\nNote down the base's questions",
        ),
    ),
]
SUPPORT = (
    "Un curso de la academia y una compañera que ya tuvo el cargo.",
    "A course of the academy and a companion who has held the post.",
)
FIELDS = ("name", "tasks", "reading", "micro_roles")


def load_reference():
    """Create what is missing, by code. What is there stays as its editors left it."""
    for order, (code, hours, spanish, english) in enumerate(KINDS, start=1):
        words = {"hours": hours, "order": order, "support_es": SUPPORT[0], "support_en": SUPPORT[1]}
        for language, texts in (("es", spanish), ("en", english)):
            words |= {f"{field}_{language}": text for field, text in zip(FIELDS, texts, strict=True)}
        SeatKind.objects.get_or_create(code=code, defaults=words)
