"""Meetings as her page shows them, of a pair or of a circle."""

from . import services

#: How many of the latest a page shows.
MOST = 100


def rows(place, reader):
    """Each meeting with her own note and where she may change it. Three queries."""
    notes = services.notes_of(reader, place.row)
    return [_row(meeting, place, reader, notes) for meeting in services.meetings_of(place.row, reader)[:MOST]]


def _row(meeting, place, reader, notes):
    mine = meeting.logged_by_id == reader.pk
    return {
        "meeting": meeting,
        "mine": mine,
        "note": notes.get(meeting.pk, ""),
        "url": place.url("edit" if mine else "note", meeting.pk),
        "there": ", ".join(sorted(one.display_name for one in meeting.present.all())),
    }
