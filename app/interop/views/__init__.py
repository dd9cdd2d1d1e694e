"""What leaves and enters KAMpus as files: ``routes`` brings the pages together."""
