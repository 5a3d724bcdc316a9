"""How well and how fast messages are understood: Rasa's stock pipeline, Folio's, and a plain baseline."""
