"""What the commands print, and how."""
