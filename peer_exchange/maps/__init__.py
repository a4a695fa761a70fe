"""The community map: a list first, a drawing beside it, never a coordinate."""
