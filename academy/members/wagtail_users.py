"""Wagtail's user screens, closed: people are private rows and never pass through its generic views.

Wagtail needs the app for its groups and profiles. Its user list would show every woman to any
administrator, without the rules of ``visible_to`` and without leaving a trace.
"""

from wagtail.users.apps import WagtailUsersAppConfig


class ClosedUsersConfig(WagtailUsersAppConfig):
    user_viewset = "academy.members.wagtail_users_closed.ClosedUserViewSet"
