"""Attachments on the screen: choosing files, looking at one, taking one out, and their card.

`page_attachments.PageAttachments` is what a page of the dossier has; the other files are its parts.
"""
