"""The saving thread, the draft, and watching files; no screen."""
