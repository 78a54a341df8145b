"""Save changes in a thread, keep unsaved ones, and watch files; without any screen."""
