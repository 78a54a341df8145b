"""What all other rooms build on: texts, times, ids, languages, errors; reads and writes no file."""
