"""What she wants and offers, and with whom she will not be paired."""
