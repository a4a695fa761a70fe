"""Meetings as her page shows them, of a pair or of a circle."""

from . import services

#: How many of the latest a page shows.
MOST = 100


def rows(place, reader):
    """Each meeting with her own note and where she may change it. Three queries; of a circle four."""
    notes = services.notes_of(reader, place.row)
    meetings = list(services.meetings_of(place.row, reader)[:MOST])
    absent = services.said_absent(reader, meetings) if place.seat else set()
    return [_row(meeting, place, reader, notes, absent) for meeting in meetings]


def _row(meeting, place, reader, notes, absent):
    mine = meeting.logged_by_id == reader.pk
    there = meeting.present.all()
    return {
        "meeting": meeting,
        "mine": mine,
        "note": notes.get(meeting.pk, ""),
        "url": place.url("edit" if mine else "note", meeting.pk),
        "there": ", ".join(sorted(one.display_name for one in there)),
        "absent": meeting.pk in absent,
        "denies": place.url("absence", meeting.pk) if not mine and (reader in there or meeting.pk in absent) else "",
    }
