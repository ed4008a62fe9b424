"""Many institutions, on one machine or several."""
