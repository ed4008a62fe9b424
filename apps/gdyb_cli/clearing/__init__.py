"""`gdyb clearing`: a month of out-of-town settlements from extraction to confirmation, and back."""
