"""The linter: small rules, each with a planted fault of its own as its example and its test."""
