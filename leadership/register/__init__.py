"""Boards of organisations: seen by their women, changed by two of them, with every step kept."""
