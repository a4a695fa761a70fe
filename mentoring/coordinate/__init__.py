"""What a coordinator does and sees: counts of her scope, names only where a woman allows it, never what was said."""
