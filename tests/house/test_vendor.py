"""Foreign files are the published ones, byte for byte, each with its licence."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "static" / "vendor", ROOT / "tests" / "journeys" / "vendor"]
BOOTSTRAP = ROOT / "static" / "vendor" / "bootstrap-5.3.9" / "bootstrap.min.css"
BOOTSTRAP_TAIL = b"/*# sourceMappingURL=bootstrap.min.css.map */"  # cut, because the map is not shipped
BOOTSTRAP_PUBLISHED = "9caac977a0af0c2229abd397eee3345899c4020da2a1a0b711c1cc543fe3719d"


def sums_of(folder: Path) -> dict[str, str]:
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_vendor__every_file_has_its_hash_and_no_other_is_there(folder):
    found = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.glob("*/**/*")
        if path.is_file()
    }

    assert found == sums_of(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_vendor__every_package_names_its_version_and_brings_its_licence(folder):
    packages = [path for path in folder.iterdir() if path.is_dir()]

    assert packages
    assert all(re.fullmatch(r"[\w.-]+-\d+\.\d+\.\d+", package.name) for package in packages)
    assert [package.name for package in packages if not (package / "LICENSE").is_file()] == []


def test_vendor__bootstrap_with_its_last_comment__is_the_published_file():
    whole = BOOTSTRAP.read_bytes() + BOOTSTRAP_TAIL

    assert hashlib.sha256(whole).hexdigest() == BOOTSTRAP_PUBLISHED
