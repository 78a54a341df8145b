"""The only code that writes progress files and histories."""
