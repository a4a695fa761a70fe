"""What they did together, and what one keeps for herself."""
