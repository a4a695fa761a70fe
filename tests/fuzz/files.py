"""Files that are broken, huge when unpacked, or not what their names say."""

import io
import struct
import zipfile
import zlib

from PIL import Image


def _zip(*entries, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, content in entries:
            made.writestr(name, content)
    return stream.getvalue()


def _picture(kind="PNG", size=(40, 30)):
    stream = io.BytesIO()
    Image.new("RGB", size, "#7a1f3d").save(stream, kind)
    return stream.getvalue()


def _vast_png():
    """A picture of 60,000 × 60,000 points in a few bytes: its head is true, its body is not there."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    made = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def _sheet_bomb():
    """A spreadsheet whose one sheet unpacks to 60 MB of nothing."""
    types = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return _zip(("[Content_Types].xml", types), ("xl/worksheets/sheet1.xml", b"<row/>" * 10_000_000))


def hostile():
    """``(name, content, type)``: what is put into a field for a file."""
    entities = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    return (
        ("vacio.csv", b"", "text/csv"),
        ("nulos.csv", b"nombres;apellidos\n\x00\x00;\xff\xfe\n" * 50, "text/csv"),
        ("larga.csv", b"nombres\n" + b"a" * 200_000 + b"\n", "text/csv"),
        ("ancha.csv", b";".join([b"nombres"] * 20_000) + b"\n", "text/csv"),
        (
            "formula.csv",
            'nombres;apellidos\n=HYPERLINK("http://x");+1\n\u202e;<script>relevo(1)</script>\n'.encode(),
            "text/csv",
        ),
        ("rota.xlsx", _zip(("xl/workbook.xml", entities))[:-30], "application/vnd.ms-excel"),
        (
            "entidades.xlsx",
            _zip(("[Content_Types].xml", entities), ("xl/workbook.xml", entities)),
            "application/vnd.ms-excel",
        ),
        ("bomba.xlsx", _sheet_bomb(), "application/vnd.ms-excel"),
        ("fuera.zip", _zip(("../../../fuera.yaml", "x: 1"), ("/etc/fuera", "x")), "application/zip"),
        ("no-es.jpg", b"<html><script>relevo(1)</script></html>", "image/jpeg"),
        ("corta.jpg", _picture("JPEG")[:200], "image/jpeg"),
        ("enorme.png", _vast_png(), "image/png"),
        ("dibujo.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="relevo(1)"/>', "image/svg+xml"),
        ("../../nombre\u202egpj.exe", _picture(), "image/png"),
        ("voz.ogg", b"OggS" + b"\xff" * 4000, "audio/ogg"),
        ("caja.relevo", b'{"relevo": "carrier", "v": 1, "key": "x", "e": "' + b"A" * 5000, "application/json"),
        ("hondo.json", b"[" * 100_000, "application/json"),
    )
