"""Ask before a change is saved, save it, and print what was saved."""
