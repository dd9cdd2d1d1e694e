"""Formats of other systems, pure: text or bytes in, our questions out, and the other way round."""
