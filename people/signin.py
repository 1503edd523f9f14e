"""Signing in by user name or e-mail; the lock after wrong passwords holds for both."""

from django.contrib.auth.backends import BaseBackend

from people.models import User


def find_user(name: str) -> User | None:
    """The account of a user name or, where only one has it, of an e-mail address."""
    name = (name or "").strip()
    users = User.objects.select_related("person")
    user = users.filter(username=name.casefold()).first()
    if user is None and "@" in name:
        found = list(users.filter(person__email__iexact=name)[:2])
        user = found[0] if len(found) == 1 else None
    return user


def attempted_name(request, credentials=None) -> str | None:
    """The account a wrong password counts against: the same for user name and e-mail."""
    typed = (credentials or {}).get("username")
    if typed is None and request is not None:
        typed = request.POST.get("username")
        if typed is None and getattr(request, "user", None) and request.user.is_authenticated:
            typed = request.user.username
    if not typed:
        return None
    user = find_user(typed)
    return user.username if user else typed.strip().casefold()


class NameOrEmailBackend(BaseBackend):
    """Checks the password; takes as long for an unknown name as for a known one."""

    def authenticate(self, request, username=None, password=None):
        if username is None or password is None:
            return None
        user = find_user(username)
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id):
        user = User.objects.select_related("person").filter(pk=user_id).first()
        return user if user and user.is_active else None
