"""Files that name women for what comes: asked for by one woman, approved by another (``academy.members.exporting``).

Boards with names are ``register.exports``; figures and their rows name nobody and need nobody's approval.
"""
