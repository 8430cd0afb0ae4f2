"""The onderwijskundig rapport: elements the law allows, composing, weighing, informing, sending.

`elements` reads the decree's own list; `compose` draws candidates from the dossier (pure); `gate`
decides whether the parents have been informed (pure); `pages` makes the document; `reports` holds
the use cases. May import `dossier`, `access`, `documents`; called by `desk`. It does not know
`letters`: the proof that a letter was handed over stands in the dossier.
"""
