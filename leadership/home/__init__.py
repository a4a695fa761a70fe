"""The organiser's home: one number first, the seats behind it, and everything that opens from there."""
