"""What women type at the doors, on their own pages and when they organise."""


def status_of(form):
    """The HTTP status of the page that shows ``form``: 422 where what was sent could not be used."""
    return 422 if form.errors else 200
