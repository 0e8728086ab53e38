"""What is built from this checkout works elsewhere, decks included."""

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def built(kind: str, root: Path, folder: Path) -> Path:
    """The wheel or source package built from the checkout at `root`."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True, timeout=120)
    return next(folder.iterdir())


def decks_found(package: Path, home: Path) -> dict:
    """What `cxdrill decks --json` finds when only `package` holds cxdrill."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("CXDRILL", "XDG"))}
    ended = subprocess.run(
        [sys.executable, "-m", "cxdrill", "decks", "--json"],
        env={**clean, "PYTHONPATH": str(package), "HOME": str(home)},
        cwd=home,
        check=True,
        capture_output=True,
        timeout=60,
    )
    return json.loads(ended.stdout)


@pytest.fixture(scope="module")
def source_package(tmp_path_factory) -> Path:
    """The unpacked source package."""
    archive = built("sdist", ROOT, tmp_path_factory.mktemp("sdist"))
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return next(folder.iterdir())


def test_a_wheel_made_from_the_source_package_holds_the_decks_and_finds_them(source_package, tmp_path):
    wheel = built("wheel", source_package, tmp_path / "wheel")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        packed.extractall(site)

    found = decks_found(site, tmp_path)

    assert "cxdrill/decks/certification.yaml" in names
    assert not [name for name in names if not name.startswith(("cxdrill/", "cxdrill-"))]
    assert {each["exam"] for each in found["exams"]} == {"certification"}
    assert all(Path(each["path"]).is_relative_to(site) for each in found["decks"])


def test_a_source_package_and_a_plain_checkout_find_the_decks(source_package, tmp_path):
    unpacked, checkout = (decks_found(root / "src", tmp_path)["decks"] for root in (source_package, ROOT))

    assert [each["deck"] for each in unpacked] == [each["deck"] for each in checkout]
    assert len(checkout) >= 11
