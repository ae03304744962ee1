"""The command line: parse, call, print. Nothing heavy is imported before a command needs it."""

from casereview.cli.base import main

__all__ = ["main"]
