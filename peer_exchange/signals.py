"""What happens in the exchange, told to whoever listens. Sent inside the transaction of what happened."""

from django.dispatch import Signal

#: ``session`` (SessionLog), ``promises`` ([{"id", "who", "what", "due"}]), ``event``: promises of the field entry, the
#: first time they arrive. ``id`` (UUID as text) is the same however often and on whatever way the entry comes.
promises_noted = Signal()
#: ``session``, ``event``: names arrived at a note that was joined to another.
names_came = Signal()
#: ``going``, ``head`` (SessionLog), ``event``: two notes of one session were joined, and ``head`` leads.
sessions_joined = Signal()
#: The same: they are two again.
sessions_parted = Signal()
#: ``session`` (SessionLog): it was read and approved.
session_approved = Signal()
