"""Command lines that ``--help`` shows under each command: what editors type most, ready to be changed."""

import click

_EXAMPLES = {
    "": ("audionews init my-show && cd my-show", "audionews render", "audionews serve"),
    "render": (
        "audionews render",
        "audionews render articles/pont.txt https://www.example.org/pont.html",
        "audionews render - --voice espeak-fr < pont.txt",
    ),
    "script": ("audionews script articles/pont.txt", "audionews script articles/pont.txt --at 1:23"),
    "lint": ("audionews lint articles",),
    "say": ("audionews say 'M. Dupont a payé 12,50 € le 1er mai.'", "audionews say 'Xynthia' -o xynthia.wav"),
    "voices": ("audionews voices",),
    "lexicon": ("audionews lexicon add Xynthia Xine-tia", "audionews lexicon check"),
    "lexicon add": (
        "audionews lexicon add Xynthia Xine-tia",
        "audionews lexicon add RATP --kind spell",
        "audionews lexicon add Newton --kind lang:en --scope 'Sciences, Culture'",
    ),
    "lexicon list": ("audionews lexicon list --json",),
    "lexicon check": ("audionews lexicon check",),
    "lexicon import": ("audionews lexicon import noms.pls",),
    "lexicon export": ("audionews lexicon export -o noms.pls",),
    "feed": ("audionews feed --prune",),
    "withdraw": ("audionews withdraw articles/pont.txt --reason 'Erreur sur la personne'",),
    "restore": ("audionews restore articles/pont.txt",),
    "verify": ("audionews verify --strict",),
    "publish": ("audionews render && audionews publish",),
    "serve": ("audionews serve --port 8080",),
    "init": ("audionews init mon-podcast",),
}


def show_examples(command: click.Command, name: str = "") -> None:
    """Put its examples under a command's help, and theirs under those of the commands below it."""
    lines = "\n".join(f"  {line}" for line in _EXAMPLES[name])
    command.epilog = f"\b\n{'First steps' if not name else 'Examples'}:\n{lines}"
    if isinstance(command, click.Group):
        for inner, each in command.commands.items():
            show_examples(each, f"{name} {inner}".strip())
