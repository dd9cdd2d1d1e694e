"""Who may publish. The permission itself is granted in organisations, which stands above this room."""

# The value of organisations.policies.Permission.CONTENT_AUTHOR; a test compares the two.
CONTENT_AUTHOR = "content:release:author"
