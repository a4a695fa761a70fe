"""Rows as files for spreadsheets. Pure: lists in, bytes out."""

import csv
import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

#: A cell that begins so is a formula to a spreadsheet, whoever wrote it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNPRINTABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])


def as_csv(rows):
    """UTF-8 with its mark, as Excel opens it by double click. An apostrophe tames formulas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([_tamed(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _tamed(cell):
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def as_xlsx(rows, title):
    """One sheet, written row by row so that size costs no memory. Text is text, formulas are none."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(c for c in str(title) if c not in r"[]:*?/\\")[:31] or "1")
    for row in rows:
        cells = []
        for value in row:
            text = isinstance(value, str)
            # Control characters cannot stand in the file at all.
            cell = WriteOnlyCell(sheet, value=value.translate(_UNPRINTABLE) if text else value)
            if text:
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
