"""English as it is read in Peru: the day comes before the month, as in every other language here."""

from django.conf.locale.en.formats import *  # noqa: F403 - all of them, but for what stands below

SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y"]
