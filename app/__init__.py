"""KAMpus 大客户学堂: a training ground for key-account selling. See docs/ARCHITECTURE.md."""
