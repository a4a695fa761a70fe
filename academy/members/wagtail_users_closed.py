"""See ``wagtail_users``: this half may only be imported once the apps are loaded."""

from django.core.exceptions import PermissionDenied
from wagtail.users.views.users import UserViewSet


def closed(request, *args, **kwargs):
    raise PermissionDenied


class ClosedUserViewSet(UserViewSet):
    """Registers the addresses that Wagtail links to, and answers 403 at each of them."""

    add_to_settings_menu = False

    def construct_view(self, view_class, **kwargs):
        return closed

    def get_search_area(self):
        return None

    def register_search_area(self):
        """None: the admin's search offers no people."""
