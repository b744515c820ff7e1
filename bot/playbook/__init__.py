"""YAML -> checked, frozen objects; the conversation's graph; the one sandboxed Jinja environment.

Pure but for reading the playbook files: no Slack, no database, no clock.
"""
