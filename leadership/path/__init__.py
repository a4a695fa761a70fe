"""Her passport: all that her path tells, to see, to correct, to hide, to take along."""
