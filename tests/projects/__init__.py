"""Team projects."""
