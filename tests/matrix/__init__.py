"""Rows of the access matrix, an area each.

An area is a module here with ``ROWS`` (``address name -> row``) and ``addresses(house, course, people)``
(``address name -> arguments``), which makes what of hers stands behind them. Name it in ``AREAS``.
"""

from . import (
    circles,
    commitments,
    cycles,
    device,
    exporting,
    handover,
    her_data,
    mentoring,
    offline,
    onefile,
    operation,
    pairing,
    path,
    pipeline,
    seats,
    sessions,
)

AREAS = (
    operation,
    circles,
    commitments,
    cycles,
    device,
    her_data,
    mentoring,
    offline,
    onefile,
    pairing,
    path,
    pipeline,
    seats,
    exporting,
    handover,
    sessions,
)
