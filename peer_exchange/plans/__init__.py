"""Modular plans: what to build, in the order that the women choose."""
