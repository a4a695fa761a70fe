"""Values without a language: numbers, days, choices, addresses, attached files."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from .nodes import Scalar

YES, NO = {"yes", "true", "sí", "si"}, {"no", "false"}


class Codec:
    needed = True
    default = None

    def problem_unless_scalar(self, node, reader):
        if isinstance(node, Scalar):
            return False
        reader.problem(node, _("Aquí va un solo valor, no una lista ni un grupo."))
        return True


class Plain(Codec):
    """A single value without language."""

    def __init__(self, *, needed=True, default=None):
        self.needed, self.default = needed, default

    def read(self, node, reader):
        if self.problem_unless_scalar(node, reader):
            return None
        text = node.text.strip()
        if not text:
            if self.needed:
                reader.problem(node, _("Falta el valor."))
            return None
        try:
            return self.parse(text)
        except ValueError as error:
            reader.problem(node, str(error))
            return None

    def build(self, value, place):
        return value

    def write(self, raw, place):
        return None if raw in (None, "") else str(raw)


class YesNo(Plain):
    def __init__(self, *, words=("yes", "no"), needed=False):
        super().__init__(needed=needed, default=False)
        self.words = words

    def parse(self, text):
        if text.lower() in YES:
            return True
        if text.lower() in NO:
            return False
        raise ValueError(_("«%(text)s» no es sí ni no: escribe yes o no.") % {"text": text})

    def write(self, raw, place):
        return self.words[0] if raw else self.words[1]


class Whole(Plain):
    def __init__(self, *, least=None, most=None, **kwargs):
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def parse(self, text):
        if not re.fullmatch(r"\d{1,6}", text):
            raise ValueError(_("«%(text)s» no es un número entero.") % {"text": text})
        number = int(text)
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            raise ValueError(
                _("%(number)s no vale: va de %(least)s a %(most)s.")
                % {"number": number, "least": self.least or 0, "most": self.most if self.most is not None else "…"}
            )
        return number


class Number(Plain):
    """A decimal number with a point. Value: text, so that nothing is lost on the way."""

    def __init__(self, *, least=None, **kwargs):
        super().__init__(**kwargs)
        self.least = least

    def parse(self, text):
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or not re.fullmatch(r"-?\d+(\.\d+)?", text):
            raise ValueError(_("«%(text)s» no es un número. Con punto: 1.84.") % {"text": text})
        if self.least is not None and number < self.least:
            raise ValueError(
                _("%(text)s no vale: no puede ser menor que %(least)s.") % {"text": text, "least": self.least}
            )
        return text


class Day(Plain):
    def parse(self, text):
        try:
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
                raise ValueError
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise ValueError(_("«%(text)s» no es una fecha. Así: 2026-11-22.") % {"text": text}) from None


class Address(Plain):
    def parse(self, text):
        if not re.match(r"https?://[^\s/]+\.[^\s]+\Z", text):
            raise ValueError(_("«%(text)s» no es una dirección completa (https://…).") % {"text": text})
        return text


class OneOf(Plain):
    def __init__(self, choices, **kwargs):
        super().__init__(**kwargs)
        self.choices = list(choices)

    def parse(self, text):
        if text not in self.choices:
            raise ValueError(
                _("«%(text)s» no vale. Puede ser: %(choices)s.") % {"text": text, "choices": ", ".join(self.choices)}
            )
        return text


class Attached(Plain):
    """A picture or file by its name; ``kind`` says which of the two."""

    def __init__(self, kind, **kwargs):
        super().__init__(**kwargs)
        self.kind = kind

    def read(self, node, reader):
        name = super().read(node, reader)
        return reader.attachment(self.kind, name, node) if name else None

    def parse(self, text):
        return text

    def build(self, value, place):
        return place.attached(self.kind, value)

    def write(self, raw, place):
        return place.name_of(self.kind, raw) if raw else None
