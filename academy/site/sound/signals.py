"""What this floor tells those above."""

from django.dispatch import Signal

#: ``recording``: it is ready, it failed, or it is gone; sent once that is committed. Receivers may query.
recording_settled = Signal()
