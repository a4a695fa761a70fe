from django.contrib.auth.backends import ModelBackend


class MemberBackend(ModelBackend):
    """Password sign-in by user name for whoever holds a role. PINs never come this way: see ``services.sign_in``."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        if not username or not password:
            return None
        return super().authenticate(request, username=username, password=password, **kwargs)
