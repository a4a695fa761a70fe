"""Static files of the served site."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Hashed names and brotli copies; a file named by a vendor's stylesheet but not shipped is no reason to stop."""

    manifest_strict = False
