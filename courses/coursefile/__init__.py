"""Courses as files: one YAML per course, all languages side by side, readable by someone who writes no code.

``reading`` text → checked course · ``building`` course → pages · ``loading`` the whole way, all or nothing ·
``exporting`` pages → the same text · ``codecs``, ``texts``, ``values`` one field both ways ·
``markdownlite`` rich text both ways.
"""
