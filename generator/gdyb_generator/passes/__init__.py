"""Steps from the loaded spec to the records the emitters print; each a pure function."""
