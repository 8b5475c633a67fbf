"""Bundles: the same bytes every time, no case in a public one, and not a byte that can be changed unseen."""

import json
import os
import shutil
import struct
import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.factories.inspections import full, written
from touchstone import standards
from touchstone.cli.commands import run
from touchstone.dossier import keys as key_files
from touchstone.dossier.bundle import PUBLIC, SEALED, signature_bytes, write_bundle
from touchstone.dossier.container import packed
from touchstone.dossier.file import inspection_from, read_inspection
from touchstone.dossier.keys import PublicKey, raw_bytes
from touchstone.dossier.public_form import public_form
from touchstone.dossier.verification import DIFFERS, SIGNER_UNKNOWN, TRUSTED, verify_bundle
from touchstone.intake.problems import ProblemsFound
from touchstone.rating.inspection import rate_inspection
from touchstone.standards.loading import load_framework

BIRMINGHAM = Path(__file__).resolve().parents[3] / "touchstone/dossier/examples/birmingham-2023/inspection.json"
INSPECTION = read_inspection(BIRMINGHAM)
FRAMEWORK, EARLIER = load_framework("hmip-youth-2021"), load_framework("hmip-youth-2018")
OURS = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGERS = Ed25519PrivateKey.from_private_bytes(bytes(32))
OUR_KEY = PublicKey("ours", raw_bytes(OURS.public_key()))
RENDERED = {"report.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 20, "report.html": "<p>Île</p>".encode()}


def bundled(kind=PUBLIC, *, key=OURS, outputs=RENDERED, inspection=INSPECTION) -> bytes:
    return write_bundle(inspection, FRAMEWORK, outputs, kind=kind, key=key, earlier=EARLIER)


@pytest.fixture
def verify(tmp_path):
    """Verifies a bundle's bytes."""

    def verify_it(data, keys=(OUR_KEY,), **options):
        path = tmp_path / "bundle.zip"
        path.write_bytes(data)
        return verify_bundle(path, keys, **options)

    return verify_it


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def signed_again(files: dict[str, bytes], key=STRANGERS) -> bytes:
    """What somebody makes who changes a bundle and signs it with a key of their own, manifest and all."""
    from hashlib import sha256

    manifest = json.loads(files["manifest.json"])
    manifest["files"] = [
        {"name": name, "bytes": len(content), "sha256": sha256(content).hexdigest()}
        for name, content in files.items()
        if not name.startswith("manifest")
    ]
    text = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    rest = {name: content for name, content in files.items() if not name.startswith("manifest")}
    return packed({"manifest.json": text, "manifest.sig": signature_bytes(text, key), **rest}.items())


@pytest.mark.capability("N6")
@pytest.mark.parametrize("kind", [PUBLIC, SEALED])
def test_bundle_of_a_trusted_signer(kind, verify):
    found = verify(bundled(kind))
    assert (found.outcome, found.difference, found.kind) == (TRUSTED, "", kind)
    assert found.signer == OUR_KEY
    assert found.title == INSPECTION.title
    assert "invented" in found.demonstration


def test_same_inputs_give_the_same_bytes():
    assert bundled() == bundled()
    assert bundled(SEALED) == bundled(SEALED)
    assert bundled() != bundled(SEALED)


def test_any_zip_program_opens_it():
    files = unpacked(bundled())
    assert list(files)[:5] == [
        "manifest.json",
        "manifest.sig",
        "READ-ME.txt",
        "inputs/framework.json",
        "inputs/inspection.json",
    ]
    assert list(files)[5:] == sorted(list(files)[5:])
    assert files["outputs/report.pdf"] == RENDERED["report.pdf"]
    assert INSPECTION.demonstration.says in files["READ-ME.txt"].decode()
    assert json.loads(files["manifest.json"])["demonstration"] == INSPECTION.demonstration.says


@pytest.mark.capability("N5", "N6")
def test_public_bundle_holds_no_case_and_rates_as_its_cases_do():
    for name, content in unpacked(bundled()).items():
        for case in INSPECTION.evidence.cases:
            assert case.reference.encode() not in content, name
    public = public_form(INSPECTION, FRAMEWORK)
    assert public.evidence.cases == ()
    assert public.sample == INSPECTION.sample
    with_cases = rate_inspection(FRAMEWORK, INSPECTION.evidence)
    without = rate_inspection(FRAMEWORK, public.evidence)
    for one, other in zip(with_cases.standards, without.standards, strict=True):
        assert (one.rating, one.decided_by, one.answers_up, one.cases_down) == (
            other.rating,
            other.decided_by,
            other.answers_up,
            other.cases_down,
        )
        shares = [
            [(it.id, it.yes, it.of, it.percent, it.not_applicable) for it in rated.questions] for rated in (one, other)
        ]
        assert shares[0] == shares[1]
    data = {
        name: unpacked(bundled(kind))[f"outputs/{name}"] for kind in (PUBLIC, SEALED) for name in ("open-data.json",)
    }
    assert data["open-data.json"] == unpacked(bundled(PUBLIC))["outputs/open-data.json"]


def test_answers_that_are_not_applicable_stay_counted_in_the_public_form(verify):
    tree = full()
    for number in tree["cases"][0]["answers"]:
        tree["cases"][0]["answers"][number] = "not applicable"
    inspection = inspection_from(tree, file="x.json")
    assert public_form(inspection, FRAMEWORK).evidence.shares["2.1.1"].not_applicable == 1
    for name in ("open-data.json", "key-questions.csv"):
        outputs = [unpacked(bundled(kind, inspection=inspection))[f"outputs/{name}"] for kind in (PUBLIC, SEALED)]
        assert outputs[0] == outputs[1]
    assert verify(bundled(inspection=inspection)).outcome == TRUSTED


def test_standard_that_is_left_unrated_has_no_half_counts():
    tree = full()
    tree["standards"]["2.4"] = {"not_rated": "Too early to say."}
    for case in tree["cases"][:2]:
        del case["answers"]["2.4.3"]
    public = public_form(inspection_from(tree, file="x.json"), FRAMEWORK)
    assert "2.4.1" not in public.evidence.shares
    assert "2.3.1" in public.evidence.shares
    assert rate_inspection(FRAMEWORK, public.evidence).standard("2.4").rating == "Not rated"


def test_public_inspection_is_its_own_public_form():
    public = public_form(INSPECTION, FRAMEWORK)
    assert public_form(public, FRAMEWORK) is public


def test_words_that_name_a_case_are_never_bundled():
    tree = full()
    tree["recommendations"][0]["text"] = "Look at NS-001 again."
    inspection = inspection_from(tree, file="x.json")
    with pytest.raises(ProblemsFound, match="The reference 'NS-001'"):
        bundled(inspection=inspection)


def test_bundle_too_large_to_verify_is_not_written():
    with pytest.raises(ProblemsFound, match="at most 20,000,000 can be verified"):
        bundled(outputs={"report.pdf": bytes(20_000_000)})


# ── Changed bytes ────────────────────────────────────────────────────────────────────────────────────────────────


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ (1 << place % 8)]) + data[place + 1 :]


def around_the_files(data: bytes) -> list[int]:
    """Every byte that is in no file: local headers, the directory, the end."""
    inside = set()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for entry in archive.infolist():
            lengths = struct.unpack("<HH", data[entry.header_offset + 26 : entry.header_offset + 30])
            begins = entry.header_offset + 30 + sum(lengths)
            inside.update(range(begins, begins + entry.compress_size))
    return sorted(set(range(len(data))) - inside)


@pytest.mark.capability("N6")
def test_a_thousand_flipped_bytes_are_caught(verify):
    data = bundled()
    around = around_the_files(data)
    places = [len(data) * step // 800 for step in range(800)] + [
        around[len(around) * step // 200] for step in range(200)
    ]
    assert len(set(places)) > 990
    unseen = [place for place in places if verify(flipped(data, place)).outcome != DIFFERS]
    assert unseen == []


@pytest.mark.slow
def test_every_byte_around_the_files_and_of_the_signature_counts(verify):
    data = bundled()
    signature = data.index(b'{\n "algorithm"')
    places = around_the_files(data) + list(range(signature, signature + 250))
    unseen = [place for place in places if verify(flipped(data, place)).outcome != DIFFERS]
    assert unseen == []


@pytest.mark.parametrize(
    "change", [lambda data: data[:-1], lambda data: data + b"\0", lambda data: b"", lambda data: b"PK" * 50]
)
def test_cut_or_lengthened(change, verify):
    found = verify(change(bundled()))
    assert found.outcome == DIFFERS
    assert found.difference


@pytest.mark.parametrize(
    "name", ["READ-ME.txt", "inputs/framework.json", "inputs/inspection.json", "outputs/report.pdf"]
)
def test_names_the_file_that_was_changed(name, verify):
    data = bundled()
    content = unpacked(data)[name]
    place = data.index(content) + len(content) // 2
    assert name in verify(flipped(data, place)).difference
    files = unpacked(data)
    files[name] += b" "
    assert verify(packed(files.items())).difference == f"{name}: it is not the file that was signed."


def test_names_a_file_that_is_missing_added_or_moved(verify):
    files = unpacked(bundled())
    less = {name: it for name, it in files.items() if name != "outputs/report.pdf"}
    assert verify(packed(less.items())).difference == "outputs/report.pdf is missing."
    more = files | {"outputs/x.txt": b""}
    assert (
        "outputs/x.txt is in the container, and the manifest does not list it"
        in verify(packed(more.items())).difference
    )
    moved = sorted(files.items(), reverse=True)
    assert verify(packed(moved)).difference == "The files are not in the order of the manifest."
    assert "manifest.sig is missing" in verify(packed([("manifest.json", b"{}")])).difference


def test_same_files_in_another_container(verify):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in unpacked(bundled()).items():
            archive.writestr(name, content)
    assert verify(out.getvalue()).difference.startswith("The container itself")


# ── Signers ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.capability("N6")
def test_a_stranger_who_signs_again_is_caught_with_a_key_and_unknown_without(verify):
    theirs = signed_again(unpacked(bundled()))
    assert verify(theirs, only_these=True).outcome == DIFFERS
    assert "which is not the one given" in verify(theirs, only_these=True).difference
    found = verify(theirs)
    assert found.outcome == SIGNER_UNKNOWN
    assert found.signer.id == PublicKey("", raw_bytes(STRANGERS.public_key())).id
    assert verify(bundled(), keys=()).outcome == SIGNER_UNKNOWN


def test_signature_of_another_bundle(verify):
    files = unpacked(bundled())
    files["manifest.sig"] = unpacked(bundled(SEALED))["manifest.sig"]
    assert verify(packed(files.items())).difference == "manifest.json: its signature in manifest.sig does not fit it."


def test_stranger_who_betters_a_rating_and_signs_again(verify):
    files = unpacked(bundled())
    data = json.loads(files["outputs/open-data.json"])
    data["overall"]["rating"] = "Outstanding"
    files["outputs/open-data.json"] = (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
    found = verify(signed_again(files))
    assert found.outcome == DIFFERS
    expected = "overall.rating: it says 'Outstanding', and 'Requires improvement' follows from the inputs."
    assert found.difference == f"outputs/open-data.json, {expected}"


def test_stranger_who_betters_a_table_and_signs_again(verify):
    files = unpacked(bundled())
    files["outputs/standards.csv"] = files["outputs/standards.csv"].replace(b"Inadequate", b"Good")
    assert "standards.csv: it does not follow" in verify(signed_again(files)).difference


def test_stranger_who_betters_a_count_and_signs_again(verify):
    files = unpacked(bundled())
    tree = json.loads(files["inputs/inspection.json"])
    tree["counts"]["2.1.3"]["yes"] += 6
    files["inputs/inspection.json"] = written(tree)
    assert "follows from the inputs" in verify(signed_again(files)).difference


def test_stranger_who_moves_a_band_and_signs_again(verify):
    files = unpacked(bundled())
    framework = json.loads(files["inputs/framework.json"])
    framework["value"]["rating"]["question_bands"][1]["at_least"] = 40
    files["inputs/framework.json"] = written(framework)
    assert verify(signed_again(files)).difference.startswith(
        "inputs/framework.json: it is not hmip-youth-2021 revision 1"
    )


@pytest.mark.parametrize("framework", [{}, [], {"value": {}, "facts": []}, {"value": 1, "facts": "x"}])
def test_stranger_who_gives_no_framework(framework, verify):
    files = unpacked(bundled())
    files["inputs/framework.json"] = written(framework)
    assert verify(signed_again(files)).difference.startswith("inputs/framework.json: ")


def test_stranger_who_calls_a_sealed_bundle_public(verify):
    files = unpacked(bundled(SEALED))
    files["manifest.json"] = files["manifest.json"].replace(b'"sealed"', b'"public"')
    assert "it holds cases, and the bundle says that it is public" in verify(signed_again(files)).difference


def test_stranger_who_tells_of_another_inspection(verify):
    files = unpacked(bundled())
    files["manifest.json"] = files["manifest.json"].replace(INSPECTION.title.encode(), b"Another title")
    assert "tells of another inspection" in verify(signed_again(files)).difference


def test_framework_that_is_known_to_the_bundle_alone(verify):
    files = unpacked(bundled(inspection=replace(INSPECTION, previous=None)))
    for name in ("inputs/framework.json", "inputs/inspection.json", "manifest.json", "outputs/open-data.json"):
        files[name] = files[name].replace(b'"hmip-youth-2021"', b'"northern-2030"')
    for name in files:
        if name.endswith(".csv"):
            files[name] = files[name].replace(b",hmip-youth-2021,", b",northern-2030,")
    found = verify(signed_again(files, OURS))
    assert found.difference == ""
    assert found.outcome == TRUSTED
    assert "northern-2030 revision 1 is not known here" in found.notes[0]


def test_previous_inspection_by_a_framework_that_is_not_at_hand(verify, tmp_path):
    """Nothing differs: it takes a folder of frameworks to verify, which the message asks for and which then serves."""
    shutil.copytree(Path(standards.__file__).parent / "frameworks" / "hmip-youth-2018", tmp_path / "northern-2010")
    own = tmp_path / "northern-2010" / "framework.yaml"
    own.write_text(
        own.read_text(encoding="utf-8").replace("id: hmip-youth-2018", "id: northern-2010"), encoding="utf-8"
    )
    earlier = load_framework("northern-2010", folders=(tmp_path,))
    previous = replace(INSPECTION.previous, framework="northern-2010")
    inspection = replace(INSPECTION, previous=previous)
    data = write_bundle(inspection, FRAMEWORK, RENDERED, kind=PUBLIC, key=OURS, earlier=earlier)
    with pytest.raises(ProblemsFound, match=r"northern-2010.*--frameworks DIR"):
        verify(data)
    assert verify(data, folders=(tmp_path,)).outcome == TRUSTED


# ── From a terminal ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def keys(tmp_path, monkeypatch):
    """A folder for keys that nobody used yet."""
    folder = tmp_path / "keys"
    monkeypatch.setenv(key_files.FOLDER_VARIABLE, str(folder))
    return folder


@pytest.mark.capability("N6")
def test_report_signed_and_verified(keys, tmp_path, capsys):
    out = tmp_path / "out"
    report = ["report", str(BIRMINGHAM), "--out", str(out), "--formats", "html,json", "--panel", "--bundle", "public"]
    assert run(report) == 2
    assert "There is no key to sign with. Make one" in capsys.readouterr().err
    assert not out.exists()
    assert run(["keys", "new", "inspectorate"]) == 0
    assert run(report) == 0
    bundle = out / "public-bundle.zip"
    files = unpacked(bundle.read_bytes())
    assert files["outputs/open-data.json"] == (out / "open-data.json").read_bytes()
    assert files["outputs/report.html"] == (out / "report.html").read_bytes()
    assert (out / "panel-paper.html").exists()
    assert "outputs/panel-paper.html" not in files
    capsys.readouterr()
    assert run(["verify", str(bundle)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Trusted: signed by inspectorate")
    assert INSPECTION.demonstration.says in told


def test_exit_status_says_it_all(keys, tmp_path, capsys):
    path = tmp_path / "bundle.zip"
    path.write_bytes(bundled())
    assert run(["verify", str(path)]) == 3
    assert "Intact, signer unknown" in capsys.readouterr().out
    ours = tmp_path / "ours.pub"
    ours.write_text(key_files.in_pem(OUR_KEY), encoding="utf-8")
    assert run(["verify", str(path), "--key", str(ours)]) == 0
    assert "signed by ours" in capsys.readouterr().out
    path.write_bytes(signed_again(unpacked(bundled())))
    assert run(["verify", str(path), "--key", str(ours), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["outcome"] == "differs"
    assert "is not the one given" in found["difference"]
    path.write_bytes(flipped(bundled(), 99))
    assert run(["verify", str(path)]) == 1
    assert capsys.readouterr().out.startswith("Differs. Do not rely on this bundle.\n")
    path.write_bytes(BIRMINGHAM.read_bytes())
    assert run(["verify", str(path)]) == 1
    assert "does not begin as an archive does. Ask its signer for it again" in capsys.readouterr().out
    assert run(["verify", str(tmp_path / "nowhere.zip")]) == 2
    assert run(["verify", str(path), "--key", str(BIRMINGHAM.with_name("make_cases.py"))]) == 2
    assert "This is not a public key" in capsys.readouterr().err


def test_keys_are_kept_and_never_overwritten(keys, capsys):
    assert run(["keys", "list"]) == 0
    assert "There are no keys" in capsys.readouterr().out
    assert run(["keys", "new", "inspectorate"]) == 0
    private, public = keys / "inspectorate.key", keys / "inspectorate.pub"
    assert private.stat().st_mode & 0o777 == 0o600
    assert keys.stat().st_mode & 0o777 == 0o700
    before = private.read_bytes(), public.read_bytes()
    assert run(["keys", "new", "inspectorate"]) == 2
    assert "no key is overwritten" in capsys.readouterr().err
    assert (private.read_bytes(), public.read_bytes()) == before
    assert run(["keys", "show", "inspectorate"]) == 0
    assert capsys.readouterr().out == public.read_text(encoding="utf-8")
    assert run(["keys", "list"]) == 0
    assert "signs and checks" in capsys.readouterr().out
    private.unlink()
    assert run(["keys", "list"]) == 0
    assert capsys.readouterr().out.rstrip().endswith("  checks")


@pytest.mark.parametrize("name", ["", "../x", "A", "a b", "-x", "x" * 61, "a/b", "ü"])
def test_names_that_are_not_plain(name, keys):
    with pytest.raises(ProblemsFound, match="cannot be the name of a key"):
        key_files.new_key(name)
    assert not keys.exists()


def test_private_key_that_others_may_read_signs_nothing(keys):
    key_files.new_key("open")
    os.chmod(keys / "open.key", 0o644)
    with pytest.raises(ProblemsFound, match="Others on this machine may read"):
        key_files.private_key("open")


def test_private_key_is_never_taken_for_a_public_one(keys):
    key_files.new_key("mine")
    with pytest.raises(ProblemsFound, match="This is a private key"):
        key_files.public_key(keys / "mine.key")


@pytest.mark.parametrize(
    "content", [b"", b"hello", bytes(range(256)), b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"]
)
def test_file_that_is_no_key_is_refused_rather_than_passed_over(content, keys):
    keys.mkdir()
    (keys / "odd.pub").write_bytes(content)
    with pytest.raises(ProblemsFound, match="This is not a public key"):
        key_files.trusted_keys()


def test_key_of_another_kind(keys):
    keys.mkdir()
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    other = X25519PrivateKey.generate().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (keys / "other.pub").write_bytes(other)
    with pytest.raises(ProblemsFound, match="not an Ed25519 key"):
        key_files.trusted_keys()


def test_key_pair_checks_what_it_signs(keys):
    made = key_files.new_key("pair")
    assert key_files.trusted_keys() == (made,)
    assert raw_bytes(key_files.private_key("pair").public_key()) == made.raw
    assert len(made.id.replace("-", "")) == 32


def test_verifying_loads_no_heavy_library_before_it_is_needed():
    code = (
        "import sys, touchstone.dossier.bundle, touchstone.dossier.verification; print('cryptography' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "False"
