"""French news articles in, a podcast out."""

from audionews.french import normalise

__version__ = "0.1.0"

__all__ = ["__version__", "normalise"]
