"""The commands of ``course``: each parses, makes one call, renders, and gives an exit code."""
