"""A newsroom for tests: runs the command line as an editor does, and looks at what is published."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from audionews.cli import main

ARTICLE = """Région

« Le pont de Kerlouan rouvre »

23 août 2025

Auteur : Jeanne Le Goff

Fermé depuis 2023, le pont a rouvert samedi à 14h30. Le coût atteint 1,2 million d'euros.

Des travaux plus longs que prévu

« On n'y croyait plus ! », sourit M. Dupont. Deux arches sur trois étaient fissurées.

Et maintenant ?

La circulation reste limitée à 30 km/h jusqu'au 1er mai.
"""


@dataclass(frozen=True)
class Run:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The JSON objects on stdout, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@contextmanager
def _streams(data: bytes) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Put standard input in place, and take what is written to the other two."""
    out, err = io.BytesIO(), io.BytesIO()
    streams = {name: io.TextIOWrapper(raw, "utf-8") for name, raw in (("stdout", out), ("stderr", err))}
    streams["stdin"] = io.TextIOWrapper(io.BytesIO(data), "utf-8")
    with ExitStack() as replaced:
        for name, stream in streams.items():
            replaced.enter_context(mock.patch.object(sys, name, stream))
        yield out, err
    for stream in streams.values():
        stream.detach()


@dataclass(frozen=True)
class Newsroom:
    """A folder to work in, with its own cache and a quick voice."""

    folder: Path
    settings: str = '[voice]\nname = "tone"\n'
    environment: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "audionews.toml").write_text(self.settings, encoding="utf-8")

    @property
    def output(self) -> Path:
        """The published folder."""
        return self.folder / "output"

    def article(self, name: str = "pont.txt", text: str = ARTICLE) -> Path:
        """Write an article into the newsroom's folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *arguments: str | Path, data: bytes | None = None) -> Run:
        """Run ``audionews`` in the newsroom's folder, in this process: libraries are imported once for all tests."""
        environment = {"XDG_CACHE_HOME": str(self.folder / "cache"), **self.environment}
        with chdir(self.folder), _streams(data or b"") as (out, err), mock.patch.dict(os.environ, environment):
            try:
                main([str(argument) for argument in arguments], prog_name="audionews")
            except SystemExit as ended:
                code = int(ended.code or 0)
            sys.stdout.flush()
            sys.stderr.flush()
            return Run(code, out.getvalue().decode(), err.getvalue().decode())

    def start(self, *arguments: str | Path, data: bytes | None = None) -> Run:
        """Run ``audionews`` in the newsroom's folder as a process of its own."""
        environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        done = subprocess.run(
            [sys.executable, "-m", "audionews", *map(str, arguments)],
            cwd=self.folder,
            env={**environment, "XDG_CACHE_HOME": str(self.folder / "cache"), **self.environment},
            input=data,
            stdin=None if data is not None else subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    def manifest(self, slug: str | None = None) -> dict[str, Any]:
        """Return the manifest of an episode; of the only one when none is named."""
        paths = sorted(self.output.glob(f"episodes/{slug or '*'}/episode.json"))
        assert len(paths) == 1, paths
        manifest: dict[str, Any] = json.loads(paths[0].read_text(encoding="utf-8"))
        return manifest

    def state(self) -> dict[str, tuple[int, bytes]]:
        """Return the time and the bytes of every published file, by path."""
        files = (path for path in sorted(self.output.rglob("*")) if path.is_file())
        return {str(path.relative_to(self.output)): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    def contents(self) -> dict[str, bytes]:
        """Return the bytes of every published file, by path."""
        return {name: data for name, (_, data) in self.state().items()}
