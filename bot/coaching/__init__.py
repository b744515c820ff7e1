"""Coaching rules: values in, values out.

Pure: no Slack, no database, no clock (`now` is passed in), no files.
"""
