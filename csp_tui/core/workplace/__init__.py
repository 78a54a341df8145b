"""All objects that a screen or command works with; the settings; where the user last was."""
