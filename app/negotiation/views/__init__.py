"""The negotiation over HTTP: ``routes`` brings the pages together, the others are one part each."""
