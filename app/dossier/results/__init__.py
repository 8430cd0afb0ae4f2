"""Results: what may be typed, norms and levels, growth, the advice, and a whole group at once.

`rules`, `moments`, `advice`, `norms`, `sheet`, `pasted`, `growth` and `class_view` are plain
functions over plain values; `group`, `overview` and `norm_table` are the use cases. Called by the
desk and by `app.sheets`.
"""
