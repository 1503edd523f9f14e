"""The bare page: the least that Django does for a list of documents, to measure ours against.

Session, user, a count, a distinct and one page of rows: five queries, a plain template with as
many columns, and filling so that it sends as many bytes. A project of its own: nothing of ours is
imported.
"""
