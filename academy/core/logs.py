"""What stands in a log, and what must not: codes that open an account or name a paper, and what people typed."""

import json
import logging
import re
from datetime import UTC, datetime

#: Addresses with a code in them, in every language.
_CODES = re.compile(r"/(i|vale|constancia|calendario)/[^/\s?\"']+")
#: Errors whose words are of programs and machines. The words of all others may repeat what somebody typed
#: (``Key (phone)=(…) already exists``) and stay out.
PLAIN_ERRORS = frozenset(
    """
    AttributeError ConnectionError ConnectionRefusedError FileNotFoundError ImproperlyConfigured ImportError
    InterfaceError ModuleNotFoundError NameError NoReverseMatch OperationalError OSError PermissionError
    TemplateDoesNotExist TemplateSyntaxError TimeoutError Trouble
    """.split()
)


class WithoutCodes(logging.Filter):
    """Lets every line through, with the codes taken out: a mistyped PIN logs the address of the invitation."""

    def filter(self, record):
        said = record.getMessage()
        bare = without_codes(said)
        if bare != said:
            record.msg, record.args = bare, None
        return True


def without_codes(text):
    return _CODES.sub(r"/\1/…", text)


def trace(error):
    """The way to an error without its words, as lines: where it broke, what kind, and so for what caused it."""
    lines, seen = [], set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        step = error.__traceback__
        while step is not None:
            code = step.tb_frame.f_code
            lines.append(f"  {code.co_filename}:{step.tb_lineno} {code.co_name}")
            step = step.tb_next
        kind = type(error).__name__
        lines.append(f"{kind}: {without_codes(str(error))}" if kind in PLAIN_ERRORS else kind)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines


class _Wordless(logging.Formatter):
    def formatException(self, ei):
        return "\n".join(trace(ei[1]))


class Lines(_Wordless):
    """For people: one line, and the way to the error below it."""


class Json(_Wordless):
    """For programs: one object in one line. ``extra={"told": {…}}`` of a log call is laid beside the rest."""

    def format(self, record):
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "said": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            told["error"] = trace(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False, default=str)


class RequestLog:
    """One line for each answer: method, *name* of the address, status, milliseconds. Whose and from where: never."""

    log = logging.getLogger("relevo.request")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = datetime.now(UTC)
        response = self.get_response(request)
        took = round((datetime.now(UTC) - began).total_seconds() * 1000)
        match = request.resolver_match
        name = (match.view_name or match.route or "?") if match else "?"
        told = {"method": request.method, "name": name, "status": response.status_code, "ms": took}
        self.log.info("%(method)s %(name)s %(status)s %(ms)s ms", told, extra={"told": told})
        return response
