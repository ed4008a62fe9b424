"""Documents that the tests of the import write, and what they read of its results."""
