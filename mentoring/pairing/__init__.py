"""The life of a pair: agreement, pause, change, end."""
