"""A checksum of what a framework says, so that a released revision cannot change unseen.

`python -m touchstone.standards.checksum` prints the checksums of the package's frameworks in the form of
frameworks/released.json, where those that were released are written down.
"""

import json
import os

from touchstone.standards.compiled import plain
from touchstone.standards.framework import Framework

RELEASED = os.path.join(os.path.dirname(__file__), "frameworks", "released.json")


def meaning_of(framework: Framework) -> str:
    """SHA-256 over everything the framework says: words, numbers, standings, sources; not how the YAML is laid out.

    What is empty is left out, so that a new kind of fact that a framework says nothing about changes nothing.
    """
    import hashlib

    text = json.dumps(filled(plain(framework)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def filled(value: object) -> object:
    """A JSON value without the entries of its objects that are empty, false or null; a nought stays."""
    if isinstance(value, dict):
        kept = {key: filled(held) for key, held in value.items()}
        return {key: held for key, held in kept.items() if held not in ("", None, [], {}) and held is not False}
    if isinstance(value, list):
        return [filled(item) for item in value]
    return value


def released() -> dict[str, dict[str, str]]:
    """Framework → revision → the checksum it was released with."""
    with open(RELEASED, encoding="utf-8") as file:
        found: dict[str, dict[str, str]] = json.load(file)
    return found


def main() -> int:
    """Print the checksums of the frameworks as they are now."""
    from touchstone.standards.loading import framework_ids, load_framework

    now = {}
    for name in framework_ids():
        framework = load_framework(name)
        now[name] = {str(framework.revision): meaning_of(framework)}
    print(json.dumps(now, indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
