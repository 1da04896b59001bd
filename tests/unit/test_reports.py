"""Reports of pronunciations: as pages send them, and as mail programs leave them."""

import json
from email.message import EmailMessage
from textwrap import fill

import pytest

from audionews.cli.reports import read_report

SENT = {
    "version": 1, "guid": "g", "slug": "2025-08-23-le-phare", "title": "Le phare", "url": "https://audio.example/",
    "voice": "espeak-fr", "sentence": "« On nous prenait pour des fous », sourit Anne-Marie Le\u202fBras, dite {Nana}.",
    "word": "Le Bras", "time_ms": 23_450, "suggestion": "le brasse",
}  # fmt: skip
JSON = json.dumps(SENT, ensure_ascii=False, indent=1)


def mail(encoding: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Signaler une prononciation : Le Bras"
    message["From"] = "lectrice@courrier.example"
    message.set_content(f"Bonjour {{à tous}},\n\n{JSON}\n\n-- \nUne lectrice :}}\n", cte=encoding)
    return message.as_bytes()


@pytest.mark.parametrize(
    "data",
    [
        JSON.encode(),
        f"\ufeff{JSON}".encode(),
        JSON.replace("\n", "\r\n").encode(),
        f"Signalement {{ci-dessous}} :\n\n{JSON}\n\n-- \nEnvoyé de mon téléphone :}}".encode(),
        "\n".join(f"> > {line}" for line in JSON.splitlines()).encode(),
        "\n".join(fill(line, 40, break_on_hyphens=False) for line in JSON.splitlines()).encode(),
        mail("base64"),
        mail("quoted-printable"),
        mail("8bit"),
    ],
)
def test_a_report_is_found_however_it_comes(data: bytes) -> None:
    report = read_report(data)
    assert (report.word, report.suggestion) == ("Le Bras", "le brasse")
    assert report.about.startswith("2025-08-23-le-phare, 00:00:23.450, « On nous prenait pour des fous »")


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b'"word"', b'{"mot": 1}', b"\xff\xfe", b"{" * 100_000, b"From: a\n\n{word}"]
)
def test_what_is_no_report_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="a report is JSON with a key word"):
        read_report(data)


def test_a_stranger_cannot_steer_the_editors_terminal_or_table() -> None:
    report = read_report(json.dumps({"word": "Ker\tlou\x1b[31man\n", "slug": "\x07", "time_ms": "x"}).encode())
    assert (report.word, report.suggestion, report.about) == ("Ker lou[31man", "", "")
