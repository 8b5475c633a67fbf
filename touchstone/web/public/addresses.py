"""What may stand in an address: names in small letters, never a path."""

LONGEST_NAME = 100


class Slug:
    """`birmingham-2023`: small letters, digits, - and _, as an inspection file allows in its ids."""

    regex = "[a-z0-9_-]+"

    def to_python(self, value: str) -> str:
        """The name itself; ValueError, and so 'not found', where it is too long to be one of ours."""
        if len(value) > LONGEST_NAME:
            raise ValueError("too long")
        return value

    def to_url(self, value: str) -> str:
        """The name itself."""
        return value


class FileName(Slug):
    """`press-notice.pdf`: a name, a dot and the kind of file."""

    regex = r"[a-z0-9_-]+(?:\.[a-z0-9]+)+"
