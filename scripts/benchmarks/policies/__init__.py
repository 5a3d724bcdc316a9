"""What Rasa's TEDPolicy adds over the policies that are shipped: the same conversations, decided by each side."""
