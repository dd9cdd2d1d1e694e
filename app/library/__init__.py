"""Published content: immutable blobs by content hash, and the releases that name them."""
