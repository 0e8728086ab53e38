"""Learning record stores over HTTPS, and what they have confirmed."""
