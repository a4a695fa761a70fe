"""Rows of the access matrix, an area each.

An area is a module here with ``ROWS`` (``address name -> row``) and ``addresses(house, course, people)``
(``address name -> arguments``), which makes what of hers stands behind them. Name it in ``AREAS``.
"""

from . import circles, device, mentoring, offline, onefile, pairing, seats

AREAS = (circles, device, mentoring, offline, onefile, pairing, seats)
