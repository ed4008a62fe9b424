"""The gateway over HTTP: server, gate, recording, description."""
