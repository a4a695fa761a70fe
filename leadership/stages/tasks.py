"""What the worker does for her path after something entered."""

from django_tasks import task

from academy.core.ids import parse
from academy.members.models import Member

from .looking import look


@task()
def look_soon(member):
    her = Member.objects.filter(pk=parse(member), is_active=True).first()
    if her is not None:
        look(her)
