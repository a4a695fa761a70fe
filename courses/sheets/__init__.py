"""Lessons on paper: sheets to print, and what was written on them typed in later."""
