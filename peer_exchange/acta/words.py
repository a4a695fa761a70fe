"""Numbers and days in Spanish words, as a book of actas has them: a figure can be changed with a pen. Pure."""

_UNITS = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
).split()
_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_HUNDREDS = (
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos".split()
)
MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
MOST = 999_999


def number(n):
    """``n`` from 0 to MOST.

    >>> number(21), number(200), number(2026), number(100), number(31), number(1000)
    ('veintiuno', 'doscientos', 'dos mil veintiséis', 'cien', 'treinta y uno', 'mil')
    """
    if not 0 <= n <= MOST:
        raise ValueError(n)
    if n < 30:
        return _UNITS[n]
    if n < 100:
        ten, unit = divmod(n, 10)
        return _TENS[ten - 3] + (f" y {_UNITS[unit]}" if unit else "")
    if n == 100:
        return "cien"
    if n < 1000:
        hundred, rest = divmod(n, 100)
        return _HUNDREDS[hundred - 1] + (f" {number(rest)}" if rest else "")
    thousand, rest = divmod(n, 1000)
    before = "" if thousand == 1 else f"{_shortened(number(thousand))} "
    return f"{before}mil" + (f" {number(rest)}" if rest else "")


def _shortened(words):
    """«uno» before a noun: veintiún mil, treinta y un mil."""
    if words.endswith("veintiuno"):
        return words[: -len("veintiuno")] + "veintiún"
    return words[:-1] if words.endswith("uno") else words


def women(n):
    """How many socias: «veintiuna», «doscientas», «treinta y una».

    >>> women(1), women(21), women(201), women(40)
    ('una', 'veintiuna', 'doscientas una', 'cuarenta')
    """
    words = number(n)
    if n >= 200:
        words = words.replace("cientos", "cientas").replace("quinientos", "quinientas")
    return words[:-1] + "a" if words.endswith("uno") else words


def day(date):
    """«veintidós de noviembre de dos mil veintiséis»."""
    first = "primero" if date.day == 1 else number(date.day)
    return f"{first} de {MONTHS[date.month - 1]} de {number(date.year)}"


def hour(time):
    """«las quince horas con treinta minutos», «la una».

    >>> from datetime import time
    >>> hour(time(15, 30)), hour(time(1)), hour(time(13, 1))
    ('las quince horas con treinta minutos', 'la una hora', 'las trece horas con un minuto')
    """
    named = "la una hora" if time.hour == 1 else f"las {_hours(time.hour)} horas"
    if not time.minute:
        return named
    minutes = "un minuto" if time.minute == 1 else f"{_shortened(number(time.minute))} minutos"
    return f"{named} con {minutes}"


def _hours(n):
    return women(n)
