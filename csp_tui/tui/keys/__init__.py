"""The one definition of every action, and the bindings made from it."""
