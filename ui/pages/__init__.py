"""The pages of the workspace, one file each, all of one shape: see `page.Page`.

`PLACES` in `ui.workspace` lists them; a page knows its `Context` and no other page.
"""
