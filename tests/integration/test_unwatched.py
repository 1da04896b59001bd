"""Runs that nobody watches: what is told as JSON, and the report that stays."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from audionews import __version__
from loopback import hung_up, status, translate_service
from newsroom import ARTICLE, Newsroom, Run


def told(done: Run) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.err.splitlines()]


def about(done: Run, event: str) -> list[dict[str, Any]]:
    return [line for line in told(done) if line["event"] == event]


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    newsroom = Newsroom(tmp_path)
    newsroom.article("articles/pont.txt", ARTICLE)
    newsroom.article("articles/vide.txt", "")
    return newsroom


def test_one_line_an_article_and_one_for_the_run(newsroom: Newsroom) -> None:
    done = newsroom.run("--log-format", "json", "render")
    assert done.code == 1
    fine, empty = sorted(about(done, "article"), key=lambda line: line["article"])
    assert (fine["level"], fine["status"], fine["engine"], fine["voice"]) == ("info", "rendered", "tone", "tone")
    assert fine["article"].endswith("pont.txt")
    assert fine["episode"] == newsroom.manifest()["slug"]
    assert fine["duration_ms"] == newsroom.manifest()["duration_ms"]
    assert fine["took_ms"] > 0
    assert (empty["level"], empty["status"]) == ("error", "failed")
    (run,) = about(done, "run")
    assert (run["level"], run["rendered"], run["unchanged"], run["failed"]) == ("notice", 1, 0, 1)


@pytest.mark.slow
def test_processes_that_help_tell_in_the_same_form(newsroom: Newsroom) -> None:
    newsroom.article("articles/port.txt", ARTICLE.replace("pont", "port"))
    done = newsroom.start("--log-format", "json", "--log-level", "debug", "render", "--jobs", "2")
    assert len(about(done, "article")) == 3
    segments = [line for line in about(done, "segment") if line["article"].endswith("port.txt")]
    assert [line["segment"] for line in segments] == list(range(len(segments)))
    assert all(line["engine"] == "tone" and line["duration_ms"] > 0 for line in segments)


@pytest.mark.slow
def test_each_new_try_of_a_sentence_is_told_and_no_password_with_it(tmp_path: Path) -> None:
    page = status("200 OK", b"<html>https://anne:s3cr3t-word@service.example/?key=s3cr3t-word</html>")
    with translate_service(status("429 Too Many Requests"), page, hung_up) as running:
        proxy = running.proxy.replace("//", "//anne:s3cr3t-word@")
        newsroom = Newsroom(tmp_path, '[voice]\nname = "google-fr"\n', {"HTTPS_PROXY": proxy})
        newsroom.article("pont.txt")
        done = newsroom.start("--log-format", "json", "--log-level", "debug", "render", "pont.txt")
    assert done.code == 0, done.err
    tries = about(done, "retry")
    reasons = {"the service says 429", "the answer holds no sound", "the connection through the proxy broke"}
    assert {line["reason"] for line in tries} == reasons
    assert {(line["level"], line["engine"], line["article"]) for line in tries} == {("info", "google", "pont.txt")}
    sentences = {line["segment"] for line in about(done, "segment")}
    assert {line["segment"] for line in tries} < sentences
    assert all(line["attempt"] >= 1 and line["wait_ms"] >= 1000 for line in tries)
    assert "s3cr3t" not in done.err


@pytest.mark.parametrize(
    "arguments", [("verify", "nowhere"), ("render", "--voice", "nobody"), ("feed", "--show", "no")]
)
def test_an_error_that_ends_it_all_is_an_object_too(newsroom: Newsroom, arguments: tuple[str, ...]) -> None:
    done = newsroom.run("--log-format", "json", *arguments)
    assert done.code in (1, 2)
    assert all("message" in line for line in told(done))


def test_the_level_is_kept(newsroom: Newsroom) -> None:
    done = newsroom.run("--log-level", "error", "render")
    assert [line.split(": ")[0] for line in done.err.splitlines()] == [str(newsroom.folder / "articles" / "vide.txt")]


def test_a_report_of_what_was_done_and_what_was_not(newsroom: Newsroom) -> None:
    done = newsroom.run("render", "--report", "run.json", "--json")
    report = json.loads((newsroom.folder / "run.json").read_text())
    assert report["audionews"] == __version__
    assert report["counts"] == {"rendered": 1, "unchanged": 0, "failed": 1}
    assert report["articles"] == done.lines
    assert report["started"] <= report["finished"]
    assert report["error"] is None
    (failed,) = [line for line in report["articles"] if line["status"] == "failed"]
    assert failed["error"].startswith(f"{newsroom.folder / 'articles' / 'vide.txt'}: ")


def test_a_run_that_changes_nothing_writes_its_report_and_nothing_else(newsroom: Newsroom) -> None:
    newsroom.run("render")
    before = newsroom.state()
    newsroom.run("render", "--report", "run.json")
    assert newsroom.state() == before
    assert json.loads((newsroom.folder / "run.json").read_text())["counts"]["unchanged"] == 1


def test_a_run_that_is_ended_says_by_what(newsroom: Newsroom) -> None:
    newsroom.run("render")
    (newsroom.output / "guids.jsonl").write_text("no entry\n")
    done = newsroom.run("render", "--report", "run.json")
    assert done.code == 1
    report = json.loads((newsroom.folder / "run.json").read_text())
    assert report["error"] == done.err.strip()
    assert report["articles"] == []


def test_a_report_that_cannot_be_written_is_refused_before_any_work(newsroom: Newsroom) -> None:
    done = newsroom.run("render", "--report", "nowhere/run.json")
    assert done.code == 2
    assert "nowhere is not a folder" in done.err
    assert not newsroom.output.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_a_folder_of_any_name_is_told_and_reported(newsroom: Newsroom) -> None:
    output = os.fsdecode(b'caf\xe9\n"')
    done = newsroom.start("--log-format", "json", "render", "--json", "--output", output, "--report", "run.json")
    assert len(about(done, "article")) == 2
    assert json.loads((newsroom.folder / "run.json").read_text())["output"] == output
    (newsroom.folder / output / "guids.jsonl").write_text("no entry\n")
    ended = newsroom.start(
        "--log-format", "json", "render", "--json", "--force", "--output", output, "--report", "run.json"
    )
    assert [line["level"] for line in told(ended)] == ["error"]
    assert json.loads((newsroom.folder / "run.json").read_text())["error"].startswith(output)
