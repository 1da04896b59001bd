"""The server's own code, in this process: requests in, answers out."""

import os
import subprocess
import sys
import warnings

import espeakng_loader
import pytest

from audionews.engines import espeak_server
from audionews.engines.espeak_server import Library, serve

LIBRARY = espeakng_loader.get_library_path()
DATA = espeakng_loader.get_data_path()
SERVER = ("-m", "audionews.engines.espeak_server")


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(LIBRARY, DATA)


def request(text: str, voice: str = "fr", limit: int = 10) -> bytes:
    said = text.encode()
    return f"{voice}\t165\t50\t50\t{limit}\t{len(said)}\n".encode() + said


def answered(library: Library, requests: bytes, *, forks: bool) -> bytes:
    """Return what a server answers to requests that fit into a pipe, as do the answers."""
    (asked, ask), (answer, said) = os.pipe(), os.pipe()
    os.write(ask, requests)
    os.close(ask)
    with warnings.catch_warnings():
        # Newer Pythons warn of forks beside threads; this fork runs the library and ends.
        warnings.simplefilter("ignore", DeprecationWarning)
        serve(library, asked, said, forks=forks)
    os.close(said)
    with os.fdopen(answer, "rb") as file:
        return file.read()


@pytest.mark.parametrize("forks", [True, False])
def test_answers_each_request_with_sound_and_word_starts(library: Library, *, forks: bool) -> None:
    found = answered(library, request("un œuf") + request("oui"), forks=forks)
    for words in (2, 1):
        head, _, rest = found.partition(b"\n")
        status, rate, size, starts = head.decode().split("\t")
        assert (status, rate, len(starts.split())) == ("ok", "22050", words)
        assert starts.startswith("0:")
        assert int(size) > 5000
        found = rest[int(size) :]
    assert found == b""


def test_positions_count_characters_not_bytes(library: Library) -> None:
    head = answered(library, request("🎈 éé oui"), forks=False).partition(b"\n")[0].decode()
    assert head.split("\t")[3].split()[-1].startswith("5:")


@pytest.mark.parametrize("forks", [True, False])
def test_a_voice_that_is_not_there_is_said_to_be_so(library: Library, *, forks: bool) -> None:
    assert answered(library, request("un", "fr-fr"), forks=forks) == b"unavailable\tespeak-ng has no voice fr-fr\n"


@pytest.mark.parametrize(
    ("code", "why"),
    [(-11, "espeak-ng crashed (SIGSEGV)"), (1, "espeak-ng ended with 1"), (-14, "took longer than 7 s")],
)
def test_how_a_fork_ended_is_said(code: int, why: str) -> None:
    assert espeak_server._why(code, 7) == why


def test_a_text_that_takes_too_long_is_ended(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeak_server, "_MOST_SECONDS", 1_000_000)  # which a fast machine may reach within a second
    found = answered(library, request("zéro " * 10_000, limit=1), forks=True)
    assert found == b"rejected\ttook longer than 1 s\n"


def test_sound_without_end_is_stopped(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeak_server, "_MOST_SECONDS", 1)
    assert answered(library, request("zéro " * 50), forks=False) == b"rejected\tthere is no end to it\n"


def test_a_machine_without_room_for_a_process_is_a_passing_failure(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", no_room)
    assert answered(library, request("un"), forks=True) == b"failed\tno new process: Resource temporarily unavailable\n"


@pytest.mark.parametrize(("library_path", "data"), [("/nowhere/lib.so", DATA), (LIBRARY, "/nowhere")])
def test_a_library_that_is_not_there_is_unavailable(library_path: str, data: str) -> None:
    command = [sys.executable, *SERVER, library_path, data, "fork"]
    found = subprocess.run(command, input=request("un"), capture_output=True, check=True)
    assert found.stdout.startswith(b"unavailable\t")
    assert found.stderr == b""


def test_as_a_script_it_answers_on_standard_output() -> None:
    command = [sys.executable, *SERVER, LIBRARY, DATA, "once"]
    found = subprocess.run(command, input=request("oui"), capture_output=True, check=True)
    assert found.stdout.startswith(b"ok\t22050\t")
    assert found.stderr == b""


def test_memory_is_limited_below_what_the_system_allows() -> None:
    program = (
        "import resource\n"
        "from audionews.engines.espeak_server import limit_memory\n"
        "limit_memory(1 << 28)\n"
        "limit_memory(1 << 29)\n"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CORE)[0])\n"
        "try: bytes(1 << 30)\n"
        "except MemoryError: print('no')\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.split()[1:] == ["0", "no"]


def test_a_text_that_eats_memory_is_refused_and_the_next_one_answered() -> None:
    program = (
        "from audionews.engines import espeak_server as server\n"
        "class Greedy:\n"
        "    def answer(self, line, text):\n"
        "        return (b'ok' if text == b'oui' else bytes(1 << 30)), b''\n"
        "server.limit_memory(1 << 28)\n"
        "server.serve(Greedy(), 0, 1, forks=True)\n"
    )
    asked = request("un") + request("oui")
    found = subprocess.run([sys.executable, "-c", program], input=asked, capture_output=True, check=True)
    assert found.stdout == b"rejected\tneeds more memory than it may have\nok"
