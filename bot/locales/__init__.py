"""The bot's own words: one folder a language, one YAML file a surface. English is the source.

A key is `<file>.<path>`, as in `card.buttons.log`. A text takes values by name, as in `{title}`.
A mapping of plural categories (`one`, `other`, ...) is chosen by the value named `count`.
The coaching itself is not here: it lives in `playbooks/`.
"""
