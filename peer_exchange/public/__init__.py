"""The public face: promises that an organisation shows to strangers, one by one, and takes back at once.

Nothing of it names a woman: strangers read ``public_words``, which the organisation wrote for them.
"""
