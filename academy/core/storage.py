"""Static files of the served site."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

#: Lines of our scripts that are nothing but a comment: for who reads the source, not for who pays the megabytes.
COMMENT = r"(?ms)^[ \t]*(?://[^\n]*|/\*\*.*?\*/[ \t]*)\n"
_NOTHING = "nothing"


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Hashed names and brotli copies; a file named by a vendor's stylesheet but not shipped is no reason to stop.

    Our own scripts name each other as ``import("./box.js")``: they get the hashed names too. Those of others
    (Wagtail's) are left as they are: what looks like an import there may be a comment. Ours are served without the
    lines that are comments only; so no line of a text in backquotes may begin like one.
    """

    #: How many scripts a chain of imports may be long; a little more than it is.
    max_post_process_passes = 10

    manifest_strict = False
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (
            "js/*.js",
            (*CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1], (COMMENT, _NOTHING)),
        ),
    )

    def url_converter(self, name, hashed_files, template=None):
        if template == _NOTHING:
            return lambda found: ""
        return super().url_converter(name, hashed_files, template)
