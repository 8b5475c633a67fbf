"""Keys that sign bundles and keys that are trusted: plain files in one folder, in the form OpenSSL reads.

`NAME.key` is a private key (PKCS #8, readable by its owner alone), `NAME.pub` a public one. Whoever's `.pub` file is
in the folder is trusted. The folder is TOUCHSTONE_KEYS, or ~/.config/touchstone/keys.
"""

import os
import stat

from touchstone.dossier.opening import named, read_bytes
from touchstone.dossier.shape import NAME_CHARACTERS
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.text import shown
from touchstone.intake.values import dataclass

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FOLDER_VARIABLE = "TOUCHSTONE_KEYS"
FOLDER = "~/.config/touchstone/keys"
PRIVATE, PUBLIC = ".key", ".pub"
MOST_BYTES = 10_000
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that checks signatures: 32 bytes. `name` is what it is called on this machine."""

    name: str
    raw: bytes

    @property
    def id(self) -> str:
        """What the key is known by everywhere: the beginning of the SHA-256 of its bytes, in groups of four."""
        from hashlib import sha256

        digits = sha256(self.raw).hexdigest()[:32]
        return "-".join(digits[at : at + 4] for at in range(0, 32, 4))


def keys_folder() -> str:
    """Where keys are kept on this machine."""
    return os.environ.get(FOLDER_VARIABLE) or os.path.expanduser(FOLDER)


def new_key(name: str) -> PublicKey:
    """Make a pair of keys and keep it. Raises ProblemsFound where the name is taken; no key is ever overwritten."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

    private_file, public_file = key_files(name)
    for path in (private_file, public_file):
        if os.path.lexists(path):
            raise refused(
                path, f"There is a key called '{name}' already.", "Choose another name; no key is overwritten."
            )
    made = Ed25519PrivateKey.generate()
    private = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    try:
        os.makedirs(keys_folder(), mode=0o700, exist_ok=True)
        keep(private_file, private, 0o600)
        keep(public_file, public, 0o644)
    except OSError as error:
        raise refused(
            error.filename or keys_folder(), f"It cannot be written: {error.strerror}.", "Check the folder."
        ) from None
    return PublicKey(name, raw_bytes(made.public_key()))


def keep(path: str, content: bytes, mode: int) -> None:
    """Write a new file with these rights from its first byte on; never over another."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)


def key_files(name: str) -> tuple[str, str]:
    """The private and the public file of a name. Raises ProblemsFound for a name that is not plain."""
    if not name or len(name) > LONGEST_NAME or set(name).difference(NAME_CHARACTERS) or name[0] == "-":
        what = f"{shown(name)} cannot be the name of a key."
        raise refused("", what, "Use small letters, digits, - and _: 'inspectorate-2024'.")
    return os.path.join(keys_folder(), name + PRIVATE), os.path.join(keys_folder(), name + PUBLIC)


def private_key(name: str) -> "Ed25519PrivateKey":
    """The private key with this name. Raises ProblemsFound where there is none, or others may read it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    path, _ = key_files(name)
    if not os.path.exists(path):
        others = f", or name one of: {', '.join(private_names())}" if private_names() else ""
        do = f"Make it with `touchstone keys new {name}`{others}."
        raise refused(path, f"There is no private key '{name}'.", do)
    if os.name == "posix" and stat.S_IMODE(os.stat(path).st_mode) & 0o077:
        raise refused(
            path, "Others on this machine may read this private key.", f"Take that right away: chmod 600 {path}"
        )
    try:
        found = load_pem_private_key(read_bytes(path, most=MOST_BYTES), password=None)
    except (ValueError, TypeError):
        raise refused(
            path, "This is not a private key that can be read.", "Bring back the file, or make a new key."
        ) from None
    if not isinstance(found, Ed25519PrivateKey):
        raise refused(path, "This key is not an Ed25519 key.", "Make one with `touchstone keys new`.")
    return found


def private_names() -> list[str]:
    """The names of the keys that can sign here."""
    return names_with(PRIVATE)


def names_with(ending: str) -> list[str]:
    """The names of the files in the folder that end so, sorted."""
    try:
        found = os.listdir(keys_folder())
    except OSError:  # no folder yet, so no key
        return []
    return sorted(file.removesuffix(ending) for file in found if file.endswith(ending))


def trusted_keys() -> tuple[PublicKey, ...]:
    """Every public key in the folder. Raises ProblemsFound for a file that is none: trust must not depend on luck."""
    return tuple(public_key(os.path.join(keys_folder(), name + PUBLIC)) for name in names_with(PUBLIC))


def public_key(path: "Path | str") -> PublicKey:
    """The public key in a file. Raises ProblemsFound."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    data = read_bytes(path, most=MOST_BYTES)
    if b"PRIVATE KEY" in data:
        do = f"Hand it to nobody; name the file ending {PUBLIC} instead."
        raise refused(named(path), "This is a private key.", do)
    try:
        found = load_pem_public_key(data)
    except ValueError:
        do = "A public key begins '-----BEGIN PUBLIC KEY-----'; `touchstone keys show NAME` prints one."
        raise refused(named(path), "This is not a public key.", do) from None
    if not isinstance(found, Ed25519PublicKey):
        raise refused(named(path), "This key is not an Ed25519 key.", "Ask for the key that bundles are signed with.")
    return PublicKey(os.path.basename(os.fspath(path)).removesuffix(PUBLIC), raw_bytes(found))


def raw_bytes(key: "Ed25519PublicKey") -> bytes:
    """The 32 bytes of a public key."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def in_pem(key: PublicKey) -> str:
    """A public key as its file holds it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    found = Ed25519PublicKey.from_public_bytes(key.raw)
    return found.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def refused(file: str, what: str, do: str) -> ProblemsFound:
    """One problem with a key."""
    return ProblemsFound([Problem(what, do, file)])
