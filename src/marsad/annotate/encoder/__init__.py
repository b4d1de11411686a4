"""The reading model: one small encoder, one pass per sentence, heads on the states of words.

``pieces`` cuts words as the encoder wants them, ``heads`` reads the encoder's states, ``model`` is what a backend asks.
The weights beside this file are made by ``training/`` (``docs/model-card.md``).
"""
