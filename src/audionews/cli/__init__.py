"""The command line: a short function a command; stdout is data, stderr is everything else.

Only here does an ``AudionewsError`` become one line; a bug keeps its traceback. Everything heavy is imported inside the
command that needs it, so that ``--help`` answers at once.
"""

import atexit
import gc
import os
import sys
from typing import Any

import click

from audionews import logs
from audionews.cli.examples import show_examples
from audionews.errors import AudionewsError, SettingsError, VoiceError

# To start makes tens of thousands of objects that stay: looking through them for rubbish takes a tenth of the time.
gc.set_threshold(200_000, 50, 50)
# At the end the system takes everything back at once: to look for cycles in it first would take a tenth of a second.
atexit.register(gc.freeze)
# Numpy's matrix library would start threads that spin for a tenth of a second; nothing here multiplies matrices.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130


class _OneLineErrors(click.Group):
    """Turns every error of ours into one line and an exit code; commands are listed in the order of their use."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AudionewsError as error:
            logs.tell_error(error)
            sys.exit(WRONG_USAGE if isinstance(error, SettingsError | VoiceError) else FAILED)
        except KeyboardInterrupt:
            logs.notice("interrupted; what was finished is published, the next run carries on", "interrupted")
            sys.exit(INTERRUPTED)


@click.group(cls=_OneLineErrors, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="audionews")
@click.option(
    "--log-format",
    type=click.Choice(logs.STYLES),
    default="text",
    help="How stderr is written: lines for people, or one JSON object a line for programs.",
)
@click.option(
    "--log-level",
    type=click.Choice(tuple(logs.LEVELS)),
    help="The least that is told there; without it notice, or info as JSON.",
)
@click.pass_context
def main(ctx: click.Context, log_format: str, log_level: str | None) -> None:
    """Turn French news articles into a podcast: spoken, captioned, tagged, published."""
    ctx.color = False if os.environ.get("NO_COLOR") else None  # https://no-color.org, which click leaves to us
    ctx.obj = logs.Telling(style=log_format, level=log_level, hidden=logs.secrets_in(os.environ))
    ctx.with_resource(logs.begun(ctx.obj))


# The commands register themselves here in the order in which --help lists them.
from audionews.cli import lexicons as _lexicons  # noqa: E402
from audionews.cli import looking as _looking  # noqa: E402
from audionews.cli import publishing as _publishing  # noqa: E402
from audionews.cli import rendering as _rendering  # noqa: E402

for _command in (*_rendering.COMMANDS, *_looking.COMMANDS, *_lexicons.COMMANDS, *_publishing.COMMANDS):
    main.add_command(_command)
show_examples(main)
