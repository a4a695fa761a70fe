"""Who to call near her: help lines by place, each with the day by which it must be checked again."""
