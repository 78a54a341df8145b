"""Files, directories, locks and where they are; knows nothing of checklists."""
