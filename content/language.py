"""In which language a chatbot's examples are, where that is obvious: by script, else by the commonest small words."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from content.records import Content

_SCRIPTS = (
    ("ja", r"[\u3040-\u30ff]"),
    ("ko", r"[\uac00-\ud7af]"),
    ("zh", r"[\u4e00-\u9fff]"),
    ("th", r"[\u0e00-\u0e7f]"),
    ("ru", r"[\u0400-\u04ff]"),
    ("ar", r"[\u0600-\u06ff]"),
    ("he", r"[\u0590-\u05ff]"),
    ("el", r"[\u0370-\u03ff]"),
    ("hi", r"[\u0900-\u097f]"),
)
_SMALL_WORDS = {
    "en": "the is what you are do how i my a to of for in your can me",
    "de": "der die das ist was wie ich und nicht ein eine du sie mir bitte kann wer für",
    "fr": "le la les est que quoi je vous et un une des pas quel comment bonjour pour avec ça",
    "es": "el la los es que qué cómo yo por un una para mi hola puedo cuál donde gracias tu",
    "pt": "o os é que como eu não um uma para meu você olá obrigado posso qual por onde são",
    "it": "il lo gli è che cosa come io non un una per mio ciao sei grazie posso quale dove",
    "nl": "de het een is wat hoe ik je en niet van voor mijn kan waar hallo jij wie",
    "id": "yang apa di saya dan bagaimana untuk dengan ini itu kamu anda bisa adalah terima kasih",
    "tr": "bir bu ne nasıl ve için ben sen mi mı var merhaba değil çok",
    "vi": "là gì không có tôi bạn và của cho được như thế nào xin chào",
}
_SAMPLE = 2000  # examples; enough to tell a language
_SHARE = 0.3  # of the letters in that script


def language_of(content: Content) -> str:
    """Return an ISO 639-1 code; "en" where nothing else is obvious."""
    examples = (example.text for intent in content.intents for example in intent.examples)
    text = " ".join(islice(examples, _SAMPLE)).casefold()
    letters = sum(character.isalpha() for character in text) or 1
    for code, script in _SCRIPTS:
        if len(re.findall(script, text)) > _SHARE * letters:
            return code
    words = Counter(re.findall(r"\w+", text))
    scores = {code: sum(words[word] for word in small.split()) for code, small in _SMALL_WORDS.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] > 1.2 * scores["en"] else "en"
