"""What a form or the follow-up action says to Rasa when it leaves a message to others. No customer sees it."""

DIGRESSION = "the message is about something else"
NO_FOLLOW_UP = "the message is no follow-up to the last answer"
NO_TOPIC = "there is no answer to go on from"
LEFT_TO_OTHERS = frozenset((DIGRESSION, NO_FOLLOW_UP, NO_TOPIC))
