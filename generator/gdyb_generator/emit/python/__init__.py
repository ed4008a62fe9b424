"""The Python package: models through their engine, everything else through the templates."""
