"""Numbers as Peru writes them: 1,760.50. Django's Spanish is Spain's."""

from django.conf.locale.es.formats import *  # noqa: F403 - all of them, but for what stands below

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
