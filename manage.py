#!/usr/bin/env python
"""Sapat's command line."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qms.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- after env

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
