"""What this floor tells those above it."""

from django.dispatch import Signal

#: Sent after the transaction that gave or ended a role: ``role``, ``member``. For what hangs on a role elsewhere,
#: such as the right to edit pages.
role_changed = Signal()
