"""Figures of seats as a reader may see them: her scope, her filters, and the rows behind each number."""
