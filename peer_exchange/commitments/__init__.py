"""What authorities and allies promised us: noted, followed, escalated, inherited, reckoned up.

``rules`` and ``escalation`` decide, ``handlers`` let events in, ``projections`` write rows, ``services`` are the verbs,
``change`` presents everything again to a new authority, ``owed`` reckons up, ``letters`` and ``exports`` make papers.
"""
