"""Circles: one or two accompany up to six. A seat is taken once its woman said yes."""
