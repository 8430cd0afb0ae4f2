"""The parts of the page *Brieven*: which letter, about whom, who gets it and why, what was made.

Each file is one card or face that shows values and says by signals what the user wants; the page
asks the Desk.
"""
