"""Forget what is not kept for ever. For the daily timer; ``--dry-run`` does it and takes it back."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from academy.members.her_data import retention


class Command(BaseCommand):
    help = "Olvida lo que ya no se guarda: cada cosa con su plazo."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Solo dice cuánto se olvidaría.")
        parser.add_argument("--only", action="append", default=[], help="Solo esta regla; se puede repetir.")

    def handle(self, dry_run=False, only=(), verbosity=1, **options):
        unknown = set(only) - {rule.code for rule in retention.rules()}
        if unknown:
            known = ", ".join(rule.code for rule in retention.rules())
            raise CommandError(f"--only: {', '.join(sorted(unknown))}? {known}")
        broken = []
        for rule, count, error in retention.sweep(dry_run=dry_run, only=only):
            if error is not None:
                broken.append(rule.code)
                self.stderr.write(f"{rule.code}: {type(error).__name__}: {error}")
            elif verbosity:
                self.stdout.write(f"{rule.code}: {count} · {rule.what} ({rule.keeps})")
        if dry_run and verbosity:
            self.stdout.write(_("Nada se borró: era un ensayo."))
        if broken:
            raise CommandError(", ".join(broken))
