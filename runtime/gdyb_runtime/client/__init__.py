"""The clients, sync and async: calls over their attempts, pages, and the HTTP underneath."""
