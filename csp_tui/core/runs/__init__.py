"""Runs together with their checklists: states, counts, facts, and the changes users can make."""
