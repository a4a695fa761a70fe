import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from academy.core import audit
from courses.services.statements import statements

from ._since import moment


class Command(BaseCommand):
    help = "Write the record as xAPI 1.0.3 statements, one a line. Without names; see docs/xapi.md."

    def add_arguments(self, parser):
        parser.add_argument("--since", help="only what was received from this day or moment on (ISO 8601)")
        parser.add_argument("--out", type=Path, help="the file to write; none: standard output")

    def handle(self, *args, since=None, out=None, **options):
        since = moment(since)
        try:
            file = out.open("w", encoding="utf-8") if out else self.stdout
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}") from None
        count = 0
        try:
            for made in statements(since=since):
                file.write(json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n")
                count += 1
        finally:
            if out:
                file.close()
        audit.note("courses.xapi_exported", count=count)
        self.stderr.write(f"{count} statements{f' in {out}' if out else ''}")
