"""Write a report from a screen."""
