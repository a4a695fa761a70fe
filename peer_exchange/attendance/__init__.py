"""Who was there: lists, counts, the printed sheet."""
