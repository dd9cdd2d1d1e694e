"""Numbers across an organisation: who has done what, for teachers and training admins."""
