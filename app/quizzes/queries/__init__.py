"""What may be asked of exams: ``attempts`` for candidates, ``staff`` for the room, ``practice`` for cards."""
