"""``python -m audionews``."""

from audionews.cli import main

main()
