"""Amounts as women write them. Pure."""

import re
from decimal import Decimal

#: Marks between thousands, and the other one before up to two decimals: «1,500», «1,234.50», «1.234,50».
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?", re.ASCII)
_PLAIN = re.compile(r"\d+(?:[.,]\d{1,2})?|[.,]\d{1,2}", re.ASCII)


def read(text):
    """«6», «2,5», «1,500», «S/ 1 234.50» as a Decimal of two decimals at most; ValueError for anything else.

    Three digits after a mark are thousands, comma or point: céntimos have two. Never below zero: who writes a minus is
    to be asked. static/js/promise.js reads by the same rule.
    """
    said = re.sub(r"^\s*S/\.?|\s", "", str(text), flags=re.ASCII | re.IGNORECASE).replace("\xa0", "")
    if _GROUPED.fullmatch(said):
        at = max(said.rfind(","), said.rfind("."))
        ends = len(said) - at <= 3
        whole = said[:at] if ends else said
        return Decimal(re.sub(r"[.,]", "", whole) + ("." + said[at + 1 :] if ends else ""))
    if _PLAIN.fullmatch(said):
        return Decimal(said.replace(",", "."))
    raise ValueError(text)
