"""Numbers as Peru writes them: 1,760.50. Django's Spanish is Spain's."""

from django.conf.locale.es.formats import *  # noqa: F403

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
