"""Lines of the log: what they hold, and what they never hold."""

import json
import logging
import sys
from collections.abc import Callable
from typing import Any

import pytest

from audionews.errors import ArticleError
from audionews.logs import Lines, Objects, Telling, begun, fields, notice, tell_error

HOSTILE = 'a\nb\r{"x":1}\u2028c\u0085\x1b[31m\x00d\udce9"e.txt'
log = logging.getLogger("audionews.tests")


@pytest.fixture
def stderr(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Return what gives all that was written."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    written: list[str] = []

    def read() -> str:
        written.append(capsys.readouterr().err)
        return "".join(written)

    return read


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_line_for_people_is_the_message(stderr: Callable[[], str]) -> None:
    with begun(Telling()):
        tell_error(ArticleError("x.txt", "no title found"))
        notice("1 rendered")
        log.info("not asked for")
    assert stderr() == "x.txt: no title found\n1 rendered\n"


def test_more_is_told_to_those_who_ask(stderr: Callable[[], str]) -> None:
    with begun(Telling(level="debug")):
        log.debug("a.txt: Le bac passe.", extra=fields("segment", article="a.txt", duration_ms=1200, role=None))
    assert stderr() == "debug: a.txt: Le bac passe. event=segment article=a.txt duration_ms=1200\n"


def test_an_object_a_line(stderr: Callable[[], str]) -> None:
    with begun(Telling(style="json")):
        log.info("rendered", extra=fields("article", article="a.txt", duration_ms=1200, engine="espeak", episode=None))
        log.debug("not asked for")
    (told,) = objects(stderr())
    assert told.pop("time")[-6:] == "+00:00"
    assert told == {
        "level": "info",
        "event": "article",
        "message": "rendered",
        "article": "a.txt",
        "duration_ms": 1200,
        "engine": "espeak",
    }


def refusal(name: str) -> logging.LogRecord:
    extra = fields("article", article=name)
    return log.makeRecord(log.name, logging.WARNING, "", 0, "%s: refused", (name,), None, extra=extra)


def test_hostile_names_break_no_line() -> None:
    line = Objects().format(refusal(HOSTILE))
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["article"] == HOSTILE.replace("\udce9", "\\udce9")


def test_hostile_names_give_people_no_second_line_and_terminals_no_order() -> None:
    line = Lines().format(refusal(HOSTILE))
    assert line == 'a\\nb\\r{"x":1}\\u2028c\\x85\\x1b[31m\\x00d\\udce9"e.txt: refused'


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.parametrize(
    "text",
    [
        "https://anne:s3cr3t-word@hub.example/x: refused",
        "https://api.example/tts?voice=a&api_key=s3cr3t-word&x=1 answers 403",
        "https://api.example/a?X-Amz-Signature=s3cr3t-word",
        "the header was Authorization: Bearer s3cr3t-word",
        "the key s3cr3t-word is not valid",
    ],
)
def test_no_key_is_ever_written(stderr: Callable[[], str], style: str, text: str) -> None:
    with begun(Telling(style=style, level="debug", hidden=("s3cr3t-word",) if "the key" in text else ())):
        log.error("%s", text, extra=fields("engine", detail=text))
        log.debug("%s", text, extra=fields("engine", detail=text))
    assert "s3cr3t" not in stderr()
    assert stderr().count("\n") == 2


def test_what_others_log_is_told_in_the_same_form(stderr: Callable[[], str]) -> None:
    with begun(Telling(style="json", level="debug")):
        logging.getLogger("some.library").warning("odd")
        logging.getLogger("some.library").debug("chatter")
    assert [told["message"] for told in objects(stderr())] == ["odd"]


def test_it_ends(stderr: Callable[[], str]) -> None:
    before = list(logging.getLogger().handlers)
    with begun(Telling(style="json", level="debug")):
        assert logging.getLogger().handlers != before
    assert logging.getLogger().handlers == before
    assert logging.getLogger("audionews").level == logging.NOTSET


def test_a_bug_is_one_line_too(stderr: Callable[[], str]) -> None:
    message = "a bug\nof two lines"

    def bug() -> None:
        raise ZeroDivisionError(message)

    with pytest.raises(ZeroDivisionError) as caught, begun(Telling(style="json")):
        bug()
    sys.excepthook(caught.type, caught.value, caught.tb)
    (told,) = objects(stderr())
    assert (told["level"], told["message"]) == ("critical", "ZeroDivisionError: a bug\nof two lines")
    assert "test_logs.py" in told["traceback"]
