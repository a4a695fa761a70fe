"""What is held about her: seen, taken along, erased, forgotten in time. Each programme brings its part.

``registry``: how a programme says what it holds. ``showing``: page and file. ``erasing``: she goes, counts stay.
``retention``: what is not kept for ever.
"""
