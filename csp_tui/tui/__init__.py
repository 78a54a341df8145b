"""The full-screen app: screens, widgets, keys, and saving in the background."""
