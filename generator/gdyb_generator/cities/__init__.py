"""What a city changes in the tables of the province, and the spec with its changes made."""
