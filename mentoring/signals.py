"""What mentoring tells, within itself and to those above it."""

from django.dispatch import Signal

#: ``pairing``: two women just became a pair. After the transaction.
pair_began = Signal()
#: ``event``: a check-in that says «quiero hablar». Within the transaction that recorded it.
wants_to_talk = Signal()
