"""What happens in the exchange, told to whoever listens. Sent inside the transaction of what happened."""

from django.dispatch import Signal

#: ``session`` (SessionLog), ``promises`` ([{"id", "who", "what", "due"}]), ``event``: promises of the field entry, the
#: first time they arrive. ``id`` (UUID as text) is the same however often and on whatever way the entry comes.
promises_noted = Signal()
#: ``session`` (SessionLog): it was read and approved.
session_approved = Signal()
