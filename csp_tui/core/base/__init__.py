"""Ground: words, time, ids, errors; touches no disk."""
