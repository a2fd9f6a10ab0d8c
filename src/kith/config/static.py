"""Static files: fingerprinted and compressed, where a missing name is an error in tests and not a broken page."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class KithStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names each file by its content; until files are collected, serves them by their own names."""

    manifest_strict = False
