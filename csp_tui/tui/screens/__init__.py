"""The screens of the full-screen app, each beside its style sheet."""
