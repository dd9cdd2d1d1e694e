"""Set-up, locks and commands around the program."""
