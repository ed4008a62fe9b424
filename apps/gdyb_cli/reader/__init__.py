"""`gdyb reader`: cards, codes and PINs through the vendor's library, and what keeps it from working."""
