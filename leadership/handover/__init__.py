"""Handing a seat on: what is given and received, who stands in, and leaving with dignity."""
