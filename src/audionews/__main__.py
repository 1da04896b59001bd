"""``python -m audionews``, and what the command ``audionews`` runs."""

import atexit
import os
import sys
import threading
from contextlib import suppress

from audionews.cli import main


def run() -> None:
    """Run the command line; when all went well, leave at once.

    To take an interpreter down piece by piece takes a hundredth of a second, and the system does it better. Whatever
    is out of the ordinary – an error, a thread that still works, an output that nobody reads – goes the usual way.
    """
    try:
        main()
    except SystemExit as end:
        if end.code not in {None, 0} or threading.active_count() > 1:
            raise
    with suppress(OSError, ValueError, AttributeError):  # one that is closed, or was never there
        sys.stdout.flush()
        sys.stderr.flush()
        atexit._run_exitfuncs()  # noqa: SLF001 - the only way to them but the usual end
        os._exit(0)


if __name__ == "__main__":
    run()
