"""What went wrong, and who is told."""
