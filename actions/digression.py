"""What a form says to Rasa when it leaves a message to others. No customer sees it."""

DIGRESSION = "the message is about something else"
