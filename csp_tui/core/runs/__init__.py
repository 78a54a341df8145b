"""A run beside its checklist: counts, facts, and the changes that can be made."""
