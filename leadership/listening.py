"""What happens here because something entered elsewhere."""

from django.dispatch import receiver
from django.utils.translation import gettext_lazy

from academy.members import notices
from academy.members.signals import path_grew

from .stages.tasks import look_soon

notices.register_action("leadership.path_seen", gettext_lazy("%(who)s vio tu camino, como le permitiste."))


@receiver(path_grew, dispatch_uid="leadership_path_grew")
def something_to_look_at(sender, member, **kwargs):
    look_soon.enqueue(str(member))
