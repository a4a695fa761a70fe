r"""A WhatsApp conversation, as it is exported or copied, taken apart. Pure.

Read are: Android's export (``12/11/26, 7:05 p. m. - María: hola``), the iPhone's (``[12/11/26, 19:05:33] María: hola``)
and what WhatsApp Web copies (``[19:05, 12/11/2026] María: hola``); day first or month first, whichever the dates allow;
hours with a. m. and p. m. in Spanish and English. A line that begins no message belongs to the one before. Nothing is
thrown away: what is no message is in ``left_out``, in its order.
"""

import re
from dataclasses import dataclass, field
from datetime import date, time

MOST_LETTERS = 200_000

#: Signs of direction, and spaces that are none, as phones put them in.
_INVISIBLE = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009"), " ")

_DAY = r"(?P<a>\d{1,2})[/.\-](?P<b>\d{1,2})[/.\-](?P<year>\d{4}|\d{2})"
_HOUR = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?\s?(?P<half>[aApP]\.?\s?[mM]\.?)?"
_HEADS = (
    re.compile(rf"{_DAY},?\s+{_HOUR}\s+-\s+(?P<rest>.*)"),
    re.compile(rf"\[{_DAY},?\s+{_HOUR}\]\s*(?P<rest>.*)"),
    re.compile(rf"\[{_HOUR},\s+{_DAY}\]\s*(?P<rest>.*)"),
)
#: Whoever writes: up to the first colon. A name with more than sixty letters is a sentence.
_WHO = re.compile(r"(?P<who>[^:]{1,60}):(?:\s(?P<words>.*)|$)")
_MEDIA = re.compile(
    r"<(multimedia omitido|media omitted|adjunto: .*|attached: .*)>|"
    r"(imagen|audio|video|sticker|documento|gif) omitid[oa]|(image|audio|video|sticker|document|gif) omitted|"
    r".*\.(jpg|jpeg|png|opus|mp4|pdf|webp|m4a) \((archivo adjunto|file attached)\)",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"(se eliminó este mensaje|eliminaste este mensaje|this message was deleted|you deleted this message)\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Message:
    """``kind``: text, media (a photo or voice that did not come along) or gone (deleted by its writer)."""

    on: date | None
    at: time | None
    who: str
    words: str
    kind: str = "text"


@dataclass
class Chat:
    messages: list = field(default_factory=list)
    left_out: list = field(default_factory=list)

    @property
    def senders(self):
        """``[(name, how many messages)]``, who wrote most first."""
        counts = {}
        for message in self.messages:
            counts[message.who] = counts.get(message.who, 0) + 1
        return sorted(counts.items(), key=lambda each: (-each[1], each[0]))

    @property
    def days(self):
        return sorted({message.on for message in self.messages if message.on})


def parse(text):
    """The Chat in ``text``. Reads at most MOST_LETTERS; linear in them."""
    lines = str(text)[:MOST_LETTERS].translate(_INVISIBLE).translate(_SPACES).replace("\r\n", "\n").split("\n")
    heads = [_head(line) for line in lines]
    month_first = _month_first([head for head in heads if head])
    chat, open_message = Chat(), None
    for line, head in zip(lines, heads, strict=True):
        if head is None:
            if open_message is not None:
                open_message[-1].append(line)
            elif line.strip():
                chat.left_out.append(line)
            continue
        _close(chat, open_message)
        said = _WHO.fullmatch(head["rest"])
        if said is None:
            # A notice of WhatsApp itself: somebody joined, the group has a new name.
            chat.left_out.append(line)
            open_message = None
            continue
        who = said["who"].strip().lstrip("~").strip()
        open_message = (_day(head, month_first), _hour(head), who, [said["words"] or ""])
    _close(chat, open_message)
    return chat


def _head(line):
    """The parts of a line that begins a message or a notice; None for any other."""
    for pattern in _HEADS:
        found = pattern.fullmatch(line.strip())
        if found and int(found["hour"]) < 24 and int(found["minute"]) < 60:
            return found.groupdict()
    return None


def _month_first(heads):
    """Do these dates have the month first? Only where no reading with the day first is possible."""
    return any(int(head["b"]) > 12 for head in heads) and not any(int(head["a"]) > 12 for head in heads)


def _day(head, month_first):
    a, b, year = int(head["a"]), int(head["b"]), int(head["year"])
    day, month = (b, a) if month_first else (a, b)
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def _hour(head):
    hour, half = int(head["hour"]), (head["half"] or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    return time(hour, int(head["minute"]))


def _close(chat, open_message):
    if open_message is None:
        return
    on, at, who, lines = open_message
    words = "\n".join(lines).strip()
    kind = "media" if _MEDIA.fullmatch(words) else "gone" if _GONE.fullmatch(words) else "text"
    if not words or not who:
        chat.left_out.append("\n".join([who, *lines]).strip())
        return
    chat.messages.append(Message(on, at, who, words, kind))


def draft(chat, names, *, on=None):
    """The text for the minutes: one paragraph a message. ``names``: sender → how she is called, empty: left out.

    ``on``: only messages of that day. What was deleted by its writer stays out.
    """
    said = []
    for message in chat.messages:
        name = names.get(message.who, "")
        if not name or message.kind == "gone" or (on and message.on not in (on, None)):
            continue
        said.append(f"{name}: {message.words if message.kind == 'text' else '[…]'}")
    return "\n".join(said)
