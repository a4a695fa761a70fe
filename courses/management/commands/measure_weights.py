from django.core.management.base import BaseCommand

from academy.core.templatetags.plain import kb
from courses.offline import make_all
from courses.weights import measure_all, over_budget


class Command(BaseCommand):
    help = "Measures what every live lesson, and every course to download, costs in KB, in every language."

    def handle(self, *args, **options):
        count = heavy = 0
        for weight in measure_all():
            count += 1
            broken = over_budget(weight)
            if broken:
                heavy += 1
            if options["verbosity"] > 1 or broken:
                note = f"  over: {', '.join(sorted(broken))}" if broken else ""
                self.stdout.write(f"{weight.page} {weight.language} {kb(weight.total)}{note}")
        for download in make_all():
            if options["verbosity"] > 1:
                self.stdout.write(f"{download.course} {download.language} {kb(download.bytes())}")
        self.stdout.write(f"{count} measured, {heavy} over budget")
