from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LeadershipConfig(AppConfig):
    name = "leadership"
    verbose_name = _("Relevo de lideresas")

    def ready(self):
        from academy.members import path
        from academy.members.exporting import kinds
        from academy.site import navigation

        # Handlers of the record, what her path tells, what is listened to.
        from . import facts, listening, words  # noqa: F401 - they register themselves
        from .elections import changes, notices  # noqa: F401 - they register themselves
        from .exports import proposed
        from .handover import changes as of_handover  # noqa: F401 - they register themselves
        from .handover import her_data as of_boards
        from .handover import returning  # noqa: F401 - it registers itself
        from .hours import handlers as of_hours  # noqa: F401 - they register themselves
        from .path import her_data
        from .register import exports
        from .stages import handlers  # noqa: F401 - they register themselves
        from .willing import handlers as of_willingness  # noqa: F401 - they register themselves
        from .youth import handlers as of_youth  # noqa: F401 - they register themselves

        words.register_all()
        kinds.add(exports.BOARDS)
        kinds.add(exports.PADRON)
        kinds.add(proposed.KIND)
        path.section("leadership/elections/notice.html", notices.at_home, order=20)
        her_data.register()
        of_boards.register()
        path.section("leadership/path/doors.html", facts.doors, order=60)
        navigation.add("main", navigation.Link("leadership:boards", _("Directivas"), 35, navigation.signed_in))
