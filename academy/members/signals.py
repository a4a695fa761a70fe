"""What this floor tells those above it."""

from django.dispatch import Signal

#: Sent after the transaction that gave or ended a role: ``role``, ``member``. For what hangs on a role elsewhere,
#: such as the right to edit pages.
role_changed = Signal()

#: Sent after the transaction in which something entered that a woman's path may be told by (a course finished, a pair,
#: a term, a role in a session): ``member`` is her id. Whoever listens asks ``path.parts_of`` what it is.
path_grew = Signal()

#: Sent within the transaction in which she takes a permission back: ``member`` is her id, ``purpose`` what she allowed.
#: Whatever was made with it (a file, a cache) goes then.
consent_withdrawn = Signal()

#: Sent after the transaction that erased a woman: ``pk`` is the id that nobody has any more. For what lies outside the
#: database: files, caches.
member_erased = Signal()

#: Sent after the transaction in which a woman's page closed because she died: ``member`` and ``by`` are ids. Programmes
#: pass on, with respect, what was hers to do: her companions, her commitments. Never again: she is no longer active.
woman_gone = Signal()

#: Sent after the transaction in which it was set right that a woman had died: ``member`` and ``by`` are ids, ``since``
#: is when her page had closed. Programmes give back what ``woman_gone`` took, as far as nobody else has it by now.
woman_returned = Signal()
