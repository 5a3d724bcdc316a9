"""What others call the parts of a chatbot file: the one table by which keys and headings are told.

Each role has tiers, best first: within an entry or a heading row, the best tier that occurs wins and the rest is left
alone, so that a `text` beside `patterns` is not taken for an example. Compared in the form of `key_form`: without
regard to case, accents, spaces, punctuation and a number at the end (`Question 1` is `question`).
"""

from __future__ import annotations

import unicodedata
from typing import Final, Literal

Role = Literal["name", "pattern", "answer", "set", "filter", "button"]
Tiers = tuple[frozenset[str], ...]


def key_form(text: str) -> str:
    """The form in which keys are compared: letters and digits only, folded, no accents, no trailing number."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(char for char in decomposed if char.isalnum())
    return letters.rstrip("0123456789") or letters


def _forms(words: str) -> tuple[str, ...]:
    return tuple(key_form(word) for word in words.split())


def _tier(words: str) -> frozenset[str]:
    return frozenset(_forms(words))


# A name of the first tiers is an intent's for certain; one of WEAK_NAMES may be a topic over many answers.
SURE_NAMES: Final[Tiers] = (
    _tier(
        "tag intent intents intent_name intent_tag intentName display_name intencion intenção intencao intention "
        "absicht"
    ),
    _tier("name nombre nome nom etiqueta balise"),
)
WEAK_NAMES: Final[Tiers] = (
    _tier("label labels tags class target intent_label categoria catégorie kategori kategorie category type typ tipo"),
    _tier(
        "topic tema thema subject section group domain title titel titulo klasse classe clase kelas sinif "
        "分类 标签 意图 類別 주제 тема категория"
    ),
    _tier("id key intent_id"),
)

PATTERNS: Final[Tiers] = (
    _tier(
        "patterns pattern questions question utterances utterance examples example example_queries example_query "
        "samples sample phrases phrase training_phrases trainingPhrases user_says userSays usersays "
        "sample_utterances human_says humanSays training_examples training_data example_phrases "
        "example_utterances example_sentences user_questions user_question user_utterance utters variations "
        "faq_question q ques query queries common_examples patrones patrón pregunta preguntas pergunta perguntas "
        "padroes padrões padrao frases frase exemplos ejemplos exemples motifs frage fragen domanda domande "
        "vraag vragen pytanie pytania fråga frågor "
        "pertanyaan pola soru sorular вопрос вопросы câu_hỏi cauhoi 问题 質問 質問文 問題 问 질문 سؤال الأسئلة "
        "أسئلة السؤال سوال प्रश्न প্রশ্ন mifumo maswali"
    ),
    _tier(
        "text texts texto textos texte testo teks input inputs sentence sentences message messages user "
        "user_input prompt user_message instruction context_question request requests expression expressions "
        "command commands said content user_query train statement metin 文本 문장 текст văn_bản"
    ),
    _tier("keywords keyword trigger triggers words synonyms palabras_clave"),
)
# Read as questions in tables alone, and only where nothing better stands beside an answer.
TABLE_PATTERNS: Final[Tiers] = (_tier("desc description title subject topic term"),)

ANSWERS: Final[Tiers] = (
    _tier(
        "responses response answers answer replies reply bot_response bot_responses bot_says robot_says robotSays "
        "a ans response_text answer_text faq_answer bot_answer bot_reply correct_answer default_response "
        "canned_response responces reponse respones fulfillment_text respuesta respuestas resposta respostas "
        "antwoord antwoorden odpowiedź odpowiedzi svar "
        "réponse réponses antwort antworten risposta risposte jawaban balasan respon respons cevap cevaplar yanıt "
        "yanıtlar ответ ответы câu_trả_lời trả_lời 答案 回答 回复 答 答え 답변 대답 جواب الجواب الإجابة إجابة "
        "الردود पاسخ उत्तर উত্তর majibu jibu"
    ),
    _tier(
        "output outputs completion bot utter utterance_response messages_out speech result results chatbot ai assistant"
    ),
    _tier("message messages"),  # an answer only beside better examples
)
SETS: Final[Tiers] = (
    _tier("context_set contextSet set_context context_out output_context output_contexts affectedContexts"),
    _tier("context contexts"),
)
FILTERS: Final[Tiers] = (
    _tier("context_filter contextFilter filter_context context_in context_required input_context input_contexts"),
)
BUTTONS: Final[Tiers] = (_tier("buttons button quick_replies quickReplies suggestions options choices"),)

# Inside an example or an answer that is an object: where its text stands, best first.
TEXT_KEYS: Final = _forms(
    "text utterance sentence example pattern phrase question query response answer reply message value content speech "
    "output messages title texts"
)
# Parts that make up one example when put together (Dialogflow, Snips).
PART_KEYS: Final = _forms("parts data")
# An object's keys that only hold what the file is about.
CONTAINERS: Final = _tier(
    "intents intent data dataset items faqs faq qa qas qna qnalist questions_and_answers records entries "
    "results root conversations dialogs chatbot rows train training test examples common_examples "
    "rasa_nlu_data nlu utterances patterns knowledge knowledge_base"
)

# Containers whose keys are names of intents, so that `"greet": "hi"` is a name and an example.
OF_NAMES: Final = _tier("intents intent patterns utterances")

# Beside intents in the files of other tools; they hold no user's words.
SKIPPED: Final = _tier(
    "entities entity slots parameters synonyms entity_synonyms lookups lookup_tables regex_features regexes types "
    "metadata meta extension stories rules actions settings config dialog_nodes forms"
)

# Names of intents that stand for "nothing understood", without underscores.
FALLBACKS: Final = frozenset(
    _forms(
        "noanswer noanswers noresponse default unknown none nomatch notunderstood notunderstand dontunderstand "
        "didntunderstand misunderstood misunderstanding catchall outofscope oos else unclear confused idk idontknow "
        "dontknow notfound nointent noidea defaultresponse defaultanswer defaultreply defaultmessage error "
        "errorresponse unrecognized unrecognised invalid null sorry noentiendo noentendi sinrespuesta desconocido "
        "desconocida pordefecto predeterminado nosedespues nose naoentendi naosei semresposta desconhecido "
        "desconhecida padrao inconnu inconnue defaut pardefaut pascompris unbekannt nichtverstanden keineantwort "
        "standard sconosciuto nessuno noncapito tidaktahu tidakdikenal tidakmengerti tidakdipahami bilinmeyen "
        "anlasilmadi varsayilan neizvestno neponyatno khongbiet khonghieu macdinh moren weizhi unknownintent "
        "noneintent"
    )
)
FALLBACK_PARTS: Final = ("fallback", "noanswer", "nomatch", "notunderstood", "outofscope")


def best(keys: list[str], tiers: Tiers) -> list[str]:
    """Those of `keys` that stand in the best tier of `tiers` that occurs, in their own order; empty for none."""
    forms = [(key, key_form(key)) for key in keys]
    for tier in tiers:
        found = [key for key, form in forms if form in tier]
        if found:
            return found
    return []


def is_any(key: str, *roles: Tiers) -> bool:
    form = key_form(key)
    return any(form in tier for tiers in roles for tier in tiers)
