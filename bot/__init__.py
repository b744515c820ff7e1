"""Pushback coaches trainers through an executive's resistance, in Slack.

a person   Slack -> web -> listeners -> coach -> coaching (pure) -> store
                                `-> surface -> Slack                 |
the clock  worker ------------> coach -> coaching (pure) -> store ---'
                `-> outbox -> surface -> Slack
                                  ^
            playbooks/*.yaml -> playbook (read and checked once, at start)
"""
