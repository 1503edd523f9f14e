"""The text of a document: its form, how it is brought in from a file, how two texts are compared.

Nothing here knows a model or the database: HTML text goes in, HTML text or plain values come out.
"""
