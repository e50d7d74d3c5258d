"""Everything that writes in a conversation: one file a use case, one transaction a function."""
