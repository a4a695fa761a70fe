"""Which kind of sound a file is, by its first bytes and never by its name.

The kind also decides which reader ffmpeg may use: a file that says it is a list of other files (HLS, concat) is
none of these, so nothing in an upload can make the server open something else.
"""

#: Our name → (ffmpeg's reader, suffix of the kept original).
KINDS = {
    "wav": ("wav", ".wav"),
    "ogg": ("ogg", ".ogg"),
    "flac": ("flac", ".flac"),
    "mp3": ("mp3", ".mp3"),
    "aac": ("aac", ".aac"),
    "mp4": ("mov", ".m4a"),
    "webm": ("matroska", ".webm"),
    "amr": ("amr", ".amr"),
    "caf": ("caf", ".caf"),
    "aiff": ("aiff", ".aiff"),
}
#: So many bytes are enough to tell.
HEAD = 16


def kind_of(head):
    """A key of KINDS for the first HEAD bytes of a file, or None: not a sound that we know. Pure."""
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "aiff"
    if head[4:8] == b"ftyp":
        return "mp4"
    for mark, kind in _MARKS:
        if head.startswith(mark):
            return kind
    return _bare_frames(head)


_MARKS = [
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
    (b"ID3", "mp3"),
    (b"\x1aE\xdf\xa3", "webm"),
    (b"#!AMR", "amr"),
    (b"caff", "caf"),
]


def _bare_frames(head):
    """Frames of MP3 or AAC without anything before them begin with eleven or twelve ones."""
    if len(head) < 2 or head[0] != 0xFF:
        return None
    layer, version = head[1] >> 1 & 3, head[1] >> 3 & 3
    if head[1] & 0xF6 == 0xF0:
        return "aac"
    if head[1] & 0xE0 == 0xE0 and layer == 1 and version != 1:
        return "mp3"
    return None
