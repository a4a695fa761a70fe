"""A round of matching: prepared, computed by the worker, reviewed and published by a person."""
