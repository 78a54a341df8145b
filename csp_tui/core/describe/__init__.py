"""Items, steps and history in words, the same for screen and command."""
