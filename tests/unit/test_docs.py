"""The README is true: its tables are what the program has, its commands are commands."""

import re
import shlex
from pathlib import Path

import click
import msgspec
import pytest

from audionews.cli import main
from audionews.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "guide.fr.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """Return the rows of the first table below a heading, without its head."""
    below = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    table = [line for line in below.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def shown(value: object) -> str:
    """Return a default as TOML would have it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, tuple):
        return f"[{', '.join(shown(each) for each in value)}]"
    return "{}" if value == {} else str(value)


def test_the_settings_table_is_what_the_program_reads() -> None:
    documented = [(row[0].strip("`"), row[1].strip("`")) for row in rows("Settings")]
    defaults = Settings()
    actual = [
        (f"{table.name}.{key.name}", shown(getattr(getattr(defaults, table.name), key.name)))
        for table in msgspec.structs.fields(Settings)
        for key in msgspec.structs.fields(table.type)
    ]
    assert documented == actual


def test_every_setting_says_what_it_is_for() -> None:
    assert all(row[2] for row in rows("Settings"))


def test_the_commands_table_is_what_the_program_has() -> None:
    documented = [row[0].strip("`").split()[1] for row in rows("Commands")]
    assert documented == list(main.commands)


def commands(group: click.Group) -> list[tuple[str, click.Command]]:
    """Return all commands below a group, groups included, with their full names."""
    found: list[tuple[str, click.Command]] = []
    for name, command in group.commands.items():
        found.append((name, command))
        if isinstance(command, click.Group):
            found += [(f"{name} {below}", each) for below, each in commands(command)]
    return found


@pytest.mark.parametrize(("name", "command"), commands(main))
def test_every_command_and_option_has_help(name: str, command: click.Command) -> None:
    assert command.help, name
    silent = [option.name for option in command.params if isinstance(option, click.Option) and not option.help]
    assert silent == []


def is_known(line: str) -> bool:
    """Tell whether a command line runs a command of ours with options that it has, or none of ours."""
    words, known = shlex.split(line, comments=True), dict(commands(main))
    if not words or words[0] != "audionews":
        return True
    command = known[" ".join(words[1:3])] if " ".join(words[1:3]) in known else known[words[1]]
    options = {name for each in command.params for name in each.opts}
    return {word.split("=")[0] for word in words[2:] if word.startswith("-") and word != "-"} <= options


@pytest.mark.parametrize("text", [README, GUIDE], ids=["README", "guide"])
def test_every_command_line_that_is_shown_exists(text: str) -> None:
    blocks = re.findall(r"```(?:sh|console)\n(.*?)```", text, re.S)
    assert [line for block in blocks for line in block.splitlines() if not is_known(line)] == []


@pytest.mark.parametrize(("name", "command"), [("", main), *commands(main)])
def test_every_help_ends_with_examples_of_the_command(name: str, command: click.Command) -> None:
    shown = command.get_help(click.Context(command, info_name="audionews"))
    examples = [line.strip() for line in shown.split("Examples:" if name else "First steps:")[1].splitlines()[1:]]
    assert examples
    parts = [part.strip() for line in examples for part in re.split(r"&&|\|", line)]
    assert any(part.startswith(f"audionews {name}".strip()) for part in parts)
    assert [part for part in parts if not is_known(part)] == []


@pytest.mark.parametrize(("name", "command"), commands(main))
def test_the_list_of_commands_says_each_whole(name: str, command: click.Command) -> None:
    assert not command.get_short_help_str(limit=60).endswith("..."), name


def test_the_two_commands_are_targets() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert {"demo", "test"} <= set(targets)
    assert "make demo" in README
    assert "make test" in README


@pytest.mark.parametrize(
    "path", sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")]), ids=lambda path: path.name
)
def test_links_to_files_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.S)
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text)
    assert [link for link in links if not (path.parent / link).exists()] == []
