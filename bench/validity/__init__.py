"""What self-play proves about the negotiation engine: figures V1 to V16 of the design, each with its bar."""
