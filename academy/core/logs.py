"""What must not stand in a log: codes that open an account or name a paper, where an address carries them."""

import logging
import re

#: Addresses with a code in them, in every language.
_CODES = re.compile(r"/(i|vale|constancia|calendario)/[^/\s?\"']+")


class WithoutCodes(logging.Filter):
    """Lets every line through, with the codes taken out: a mistyped PIN logs the address of the invitation."""

    def filter(self, record):
        said = record.getMessage()
        bare = _CODES.sub(r"/\1/…", said)
        if bare != said:
            record.msg, record.args = bare, None
        return True
