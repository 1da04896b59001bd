"""Whole articles: what will be said, sentence by sentence, as the command line tells it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from audionews.cli import main

ARTICLES = Path(__file__).parents[1] / "articles"


@pytest.mark.parametrize("name", ["budget", "football", "tempete"])
def test_an_article_is_said_as_it_was_approved(
    name: str, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ARTICLES)
    result = CliRunner().invoke(main, ["script", f"{name}.txt", "--json"])
    assert result.exit_code == 0, result.output
    script = json.loads(result.stdout)
    golden(f"scripts/{name}.json", json.dumps(script, ensure_ascii=False, indent=1) + "\n")
