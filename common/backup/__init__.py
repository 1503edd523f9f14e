"""Backup: sets that are complete and consistent, restored by one command, rehearsed each night.

A *set* is one encrypted file: a picture of the database at one moment, the keys and seals, and a
manifest that says what must be in it. The files of the installation never change, so each is kept
once beside the sets, encrypted, under its hash; a set names those it needs (004/7.5.5).

    sets/2027-06-12T020000Z.age     the set
    sets/2027-06-12T020000Z.json    written last: with it the set exists; which files it needs
    blobs/ab/abcd….age              a file
"""
