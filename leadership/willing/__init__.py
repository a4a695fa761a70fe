"""Who would take a seat and what she already does of it: hers alone, for a year, by name only if she wants it."""
