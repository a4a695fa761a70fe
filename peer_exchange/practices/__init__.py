"""Practices: what worked, written by leaders, shared with consent, harvested as a draft of a course."""
