"""Seats and terms: what an assembly fills, and who filled it by which acta."""
