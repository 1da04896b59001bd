"""The release: the same bytes wherever it is built, and all that the program needs when it is installed elsewhere."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from newsroom import ARTICLE

ROOT = Path(__file__).parents[2]
EPOCH = "1700000000"
pytestmark = pytest.mark.slow


def _published_files() -> list[str]:
    """Return what the project consists of: what git would hand on, new files included."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    return [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def _copied(folder: Path, names: Sequence[str], mode: int) -> Path:
    """Copy the project, with another date and other permissions than it has."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((ROOT / name).read_bytes())
        path.chmod(mode)
    return folder


def _built(project: Path, out: Path, kind: str) -> Path:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONHASHSEED": "random"}
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(out)]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (made,) = out.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return made


@pytest.fixture(scope="module")
def names() -> list[str]:
    return _published_files()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> Path:
    folder = tmp_path_factory.mktemp("release")
    return _built(_copied(folder / "project", names, 0o644), folder / "dist", "wheel")


def test_two_builds_in_two_places_are_the_same_bytes(wheel: Path, names: list[str], tmp_path: Path) -> None:
    elsewhere = _copied(tmp_path / "a b" / "elsewhere", list(reversed(names)), 0o600)
    assert _built(elsewhere, tmp_path / "wheels", "wheel").read_bytes() == wheel.read_bytes()
    here = _built(_copied(tmp_path / "here", names, 0o644), tmp_path / "one", "sdist")
    assert _built(elsewhere, tmp_path / "two", "sdist").read_bytes() == here.read_bytes()


def test_the_wheel_holds_all_that_the_package_and_the_voices_are(wheel: Path, names: list[str]) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    package = {name.removeprefix("src/") for name in names if name.startswith("src/audionews/")}
    voices = {f"audionews/voices_data/{name.removeprefix('voices/')}" for name in names if name.startswith("voices/")}
    assert package | voices <= held
    assert {name for name in held if ".dist-info/" not in name} <= package | voices


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a fresh environment; its dependencies are those of this one."""
    folder = tmp_path_factory.mktemp("elsewhere") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    install = ["-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, *install], check=True)
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    # A line in a .pth file adds a folder, but not what the .pth files in there add: this checkout stays out of it.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "bin" / "audionews"


def _run(program: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/nonexistent", "HOME": str(folder), "LANG": "C.UTF-8"}
    return subprocess.run(
        [str(program), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_it_is_the_wheel_that_runs(installed: Path, tmp_path: Path) -> None:
    asked = [str(installed.with_name("python")), "-c", "import audionews; print(audionews.__file__)"]
    where = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert installed.parents[1] in Path(where.strip()).parents


def test_the_voices_are_there(installed: Path, tmp_path: Path) -> None:
    done = _run(installed, tmp_path, "voices")
    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in ("espeak-fr", "google-fr", "tone"))


@pytest.mark.parametrize("voice", ["tone", "espeak-fr"])
def test_an_article_becomes_an_episode_with_nothing_but_the_wheel(installed: Path, tmp_path: Path, voice: str) -> None:
    (tmp_path / "pont.txt").write_text(ARTICLE, encoding="utf-8")
    done = _run(installed, tmp_path, "render", "pont.txt", "--voice", voice, "--json")
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    assert (outcome["status"], outcome["voice"]) == ("rendered", voice)
    checked = _run(installed, tmp_path, "verify", "output")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert list((tmp_path / "output" / "assets").iterdir())


def test_a_new_show_is_begun_and_rendered(installed: Path, tmp_path: Path) -> None:
    assert _run(installed, tmp_path, "init", "journal").returncode == 0
    done = _run(installed, tmp_path / "journal", "render", "--voice", "tone")
    assert done.returncode == 0, done.stderr
