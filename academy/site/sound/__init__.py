"""Recordings: taken as they come, made small and even in the background, given with their length and weight.

For lessons (public, in the media folder) and for voice notes (private, behind the view of the app they belong to).
The words: docs/media.md.
"""
