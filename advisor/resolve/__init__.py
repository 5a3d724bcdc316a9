"""From a customer's words for accounts and the like to the things themselves, or to a question back."""
