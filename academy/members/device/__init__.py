"""What her phone keeps and how it comes home: sentences of its scripts, files that a companion carries."""
