"""A course as one HTML file that needs no server: ``building`` puts it together, ``keeping`` keeps it."""
