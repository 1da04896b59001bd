"""Drive a target with atheris, which looks for inputs that reach new code: ``drive.py NAME FOLDER …``.

Folders and options are libFuzzer's: new inputs go to the first folder, a crash to the path of ``-artifact_prefix``.
"""

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))
NAME = sys.argv.pop(1)
with atheris.instrument_imports(include=["audionews", "starlette"]):
    from fuzz import targets

    for path in targets.kept(NAME):  # imports what is imported late
        targets.TARGETS[NAME](path.read_bytes())


def main() -> None:
    """Run libFuzzer on the target that the first argument names."""
    atheris.Setup(sys.argv, targets.TARGETS[NAME])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
