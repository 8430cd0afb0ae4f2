"""The building blocks of every page. They know nothing of pupils or of a Desk.

Whatever shows text that someone typed shows it as plain text. Widgets that paint themselves take
their colours from `ui.theme.Theme.current()` at the moment of painting.
"""
