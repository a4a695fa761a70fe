"""Copies of everything, locked with a key, and the way back (docs/decisions/0041).

``crypt``: the lock. ``archive``: what is in a copy, how it is written and read. ``databases``: a copy of the database
while others write. ``files``: media and private files. ``keys``: the secrets, in a file of their own. ``making`` and
``restoring``: the two verbs.
"""


class Trouble(Exception):  # noqa: N818 - a sentence for who looks after the site
    """It could not be done; the text says why and what to do. Nothing half-written is left."""
