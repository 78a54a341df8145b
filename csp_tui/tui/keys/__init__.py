"""The one definition of every action and its keys, and Textual's bindings made from it."""
