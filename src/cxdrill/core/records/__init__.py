"""Learning records: what an event log tells an organisation."""
