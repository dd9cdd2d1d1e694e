"""What may be done in the sandbox CRM: attempts, filing, checking. Nothing here commits."""
