"""The exchange with other machines, as the screens show it."""
