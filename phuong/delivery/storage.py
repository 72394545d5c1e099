"""Static files under names that carry their hash, compressed once when they are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Follows what stylesheets name, but not their source maps: those are not shipped."""

    patterns = tuple(
        (
            glob,
            tuple(
                pattern
                for pattern in found
                if "sourceMappingURL" not in (pattern if isinstance(pattern, str) else pattern[0])
            ),
        )
        for glob, found in CompressedManifestStaticFilesStorage.patterns
    )
