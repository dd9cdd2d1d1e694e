"""Pure part of the sandbox CRM: what a value means, what a dossier says, what an archive is worth."""
