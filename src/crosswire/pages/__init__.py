"""The pages: a brief as one file to mail, and the same on the pages that `crosswire serve` shows."""
