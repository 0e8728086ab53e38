"""The work of each command, on one `Context` a run."""
