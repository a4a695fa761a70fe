"""Static files of the served site."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Hashed names and brotli copies; a file named by a vendor's stylesheet but not shipped is no reason to stop.

    Our own scripts name each other as ``import("./box.js")``: they get the hashed names too. Those of others
    (Wagtail's) are left as they are: what looks like an import there may be a comment.
    """

    manifest_strict = False
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
