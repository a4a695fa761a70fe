"""Forms that were filled in without signal: docs/decisions/0043-forms-that-wait-for-signal.md."""
