"""Saver, draft and follower: no screen."""
