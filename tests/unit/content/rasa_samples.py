"""A Rasa project that has a little of everything, as its three files."""

from __future__ import annotations

DOMAIN = """
version: "3.1"
intents:
- inform:
    use_entities: []
- greet
- only_by_button
- faq
entities:
- city:
    roles: [from, to]
slots:
  city:
    type: text
    influence_conversation: true
    mappings:
    - type: from_entity
      entity: city
forms:
  trip_form:
    required_slots: [city]
responses:
  utter_greet:
  - text: "Hi {city}, {{literal}}!"
  - text: |
      Two
      lines
    channel: slack
    condition:
    - type: slot
      name: city
      value: Rome
  utter_ask_city:
  - text: "Where {{to}}?"
    image: "https://example.org/x.png"
    buttons:
    - title: Rome
      payload: '/inform{{"city": "Rome"}}'
    - title: talk
      payload: hello there
  - text: "And?"
  utter_card:
  - custom:
      blocks: [1, {a: b}]
  utter_faq/fees:
  - text: Free.
actions:
- action_search
- action_unused
"""
NLU = """
version: "3.1"
nlu:
- intent: inform
  examples: |
    - from [Rome]{"entity": "city", "role": "from"} to [oslo]{"entity": "city", "role": "to", "value": "Oslo"}
    - =SUM(A1) in [NYC](city)
- intent: greet
  examples:
  - text: |
      hi
  - text: "[hey][] you"
- intent: faq/fees
  examples: |
    - what does it cost
- synonym: New York
  examples: |
    - NYC
    - big apple
- lookup: city
  examples: |
    - New York
- regex: zip
  examples: |
    - \\d{5}
"""
STORIES = """
version: "3.1"
stories:
- story: trip
  steps:
  - intent: inform
    entities:
    - city: Rome
  - slot_was_set:
    - city: Rome
  - action: action_search
- story: trip
  steps:
  - intent: greet
  - action: utter_greet
- story: with a form
  steps:
  - intent: greet
  - action: trip_form
  - active_loop: trip_form
- story: either
  steps:
  - or:
    - intent: greet
    - intent: inform
  - action: utter_greet
rules:
- rule: greet
  steps:
  - intent: greet
  - action: utter_greet
- rule: faq
  steps:
  - intent: faq
  - action: utter_faq
- rule: only when
  condition:
  - slot_was_set:
    - city: Rome
  steps:
  - intent: only_by_button
  - action: utter_ask_city
"""
