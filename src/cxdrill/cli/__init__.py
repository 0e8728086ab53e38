"""The commands: each loads, makes one call into core, shows and saves."""
