"""Everything that has to be done each day, in one command for one timer."""

import logging
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from academy.core.models import Upkeep

log = logging.getLogger("relevo.daily")


class Command(BaseCommand):
    help = "Do what has to be done each day (settings.DAILY). One that fails does not keep the next from its work."

    def handle(self, **options):
        failed, began = [], time.monotonic()
        for name, *arguments in settings.DAILY:
            try:
                call_command(name, *arguments, stdout=self.stdout, stderr=self.stderr)
            except Exception:
                log.exception("%s failed.", name)
                failed.append(name)
        Upkeep.note(Upkeep.Kind.DAILY, well=not failed, failed=failed, seconds=round(time.monotonic() - began, 1))
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. See the log.")
