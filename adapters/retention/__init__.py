"""What customers are told about storage, kept: conversations and records are deleted when their time is over."""
