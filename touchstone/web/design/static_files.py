"""Style sheets and scripts under hashed names, in which one module still finds another."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class HashedFiles(CompressedManifestStaticFilesStorage):
    """As WhiteNoise stores them; the imports of ES modules are written anew with the hashed names."""

    support_js_module_import_aggregation = True
