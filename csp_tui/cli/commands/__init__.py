"""The functions of the commands. Each module maps the commands that it has in ``COMMANDS``.

A command's function takes the session, prints, and returns the exit code.
"""
