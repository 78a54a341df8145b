"""The whole job on plain lines."""
