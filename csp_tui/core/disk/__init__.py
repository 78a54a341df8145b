"""Files, directories, locks and places; knows no checklist."""
