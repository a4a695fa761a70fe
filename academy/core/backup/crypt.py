"""The lock of a copy: AES-256-GCM over pieces of a megabyte, each with its number and whether it is the last.

A piece that is missing, changed, moved or cut off is noticed (the STREAM construction of Hoang and others, 2015). The
key is made with scrypt (RFC 7914) from a passphrase or a key file and a salt of this file alone, so the numbers of the
pieces can serve as nonces.
"""

import base64
import io
import json
import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.translation import gettext as _

from . import Trouble

MAGIC = b"RELEVO COPY 1\n"
PIECE = 1 << 20
TAG = 16
#: scrypt: 64 MB of memory and some 0.2 seconds for each guess.
COST = 1 << 16
#: What a header may ask of us at most: a made-up file shall not fill the memory.
MOST_COST = 1 << 18
MOST_HEADER = 4096
LEAST_KEY = 12


class WrongKey(Trouble):
    pass


class Damaged(Trouble):
    pass


def check_key(key):
    """The bytes of a passphrase or key file, without a line end; refused where they are too few to be a key."""
    key = key.strip(b"\r\n")
    if len(key) < LEAST_KEY:
        raise Trouble(_("La clave es muy corta. Usa %(least)d letras o más.") % {"least": LEAST_KEY})
    return key


def _derive(key, header):
    kdf = Scrypt(salt=base64.b64decode(header["salt"]), length=32, n=header["n"], r=8, p=1)
    return AESGCM(kdf.derive(key))


def _nonce(number, *, last):
    return struct.pack(">xxxQB", number, last)


#: Proves key and header before anything else is read. No piece has this number.
_PROOF = b"\xff" * 12


class Writer(io.RawIOBase):
    """Locks what is written to it into ``file``. Not whole before ``close``; closes ``file`` not."""

    def __init__(self, file, key):
        header = {"salt": base64.b64encode(os.urandom(16)).decode(), "n": COST, "piece": PIECE}
        self._head = MAGIC + json.dumps(header).encode() + b"\n"
        self._cipher = _derive(check_key(key), header)
        self._file, self._held, self._number = file, bytearray(), 0
        file.write(self._head + self._cipher.encrypt(_PROOF, b"", self._head))

    def writable(self):
        return True

    def write(self, data):
        self._held += data
        # One byte more than a piece: only then is it certain that this piece is not the last.
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def _put(self, piece, *, last):
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, self._head))
        self._number += 1

    def finish(self):
        """Write the last piece. Without it the file counts as cut off."""
        self._put(bytes(self._held), last=True)
        self._held.clear()


class Reader(io.RawIOBase):
    """What a Writer locked. Raises WrongKey at once, Damaged where the file is not as it was written."""

    def __init__(self, file, key):
        self._file = file
        self._head, header = _read_head(file)
        self._cipher = _derive(check_key(key), header)
        try:
            self._cipher.decrypt(_PROOF, file.read(TAG), self._head)
        except InvalidTag:
            raise WrongKey(_("Esa clave no abre esta copia. Revisa la clave y el archivo.")) from None
        self._piece, self._number, self._open, self._done = header["piece"], 0, b"", False
        self._next = file.read(self._piece + TAG)

    def readable(self):
        return True

    def readinto(self, buffer):
        while not self._open and not self._done:
            self._advance()
        taken = self._open[: len(buffer)]
        buffer[: len(taken)] = taken
        self._open = self._open[len(taken) :]
        return len(taken)

    def _advance(self):
        block, self._next = self._next, self._file.read(self._piece + TAG)
        self._done = not self._next
        try:
            self._open = self._cipher.decrypt(_nonce(self._number, last=self._done), block, self._head)
        except InvalidTag:
            raise Damaged(_("La copia está dañada o cortada. Usa otra copia.")) from None
        self._number += 1


def _read_head(file):
    start = file.read(len(MAGIC))
    if start != MAGIC:
        raise Damaged(_("Este archivo no es una copia de Relevo, o está dañado."))
    line = file.readline(MOST_HEADER)
    try:
        header = json.loads(line)
        right = 2 <= header["n"] <= MOST_COST and header["n"].bit_count() == 1 and 0 < header["piece"] <= PIECE
        base64.b64decode(header["salt"], validate=True)
    except (ValueError, KeyError, TypeError, AttributeError):
        right = False
    if not right:
        raise Damaged(_("Este archivo no es una copia de Relevo, o está dañado."))
    return start + line, header
