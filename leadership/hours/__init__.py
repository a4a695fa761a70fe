"""Hours without pay: what she says of hers, if she wants to; told only as a sum of five women or more."""
