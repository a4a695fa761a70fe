"""The dialogue cycle: twelve steps as a guide, roles that rotate, issues and design workshops."""
