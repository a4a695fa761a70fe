from django.core.management.base import BaseCommand

from academy.site.sound import services, tools


class Command(BaseCommand):
    help = "Ask the worker again for recordings that are not finished: after a power cut, or once ffmpeg is here."

    def handle(self, **options):
        self.stdout.write(f"{services.resume()}")
        if tools.find() is None:
            for _what, command in tools.commands():
                self.stderr.write(f"ffmpeg: {command}")
