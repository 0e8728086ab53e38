"""The commands and their options: a table, which a front door and Typer read."""
