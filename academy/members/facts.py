"""What one programme may know of another without knowing it: questions by name, answered by whoever is installed.

The asker names what it needs; a programme answers with ``answers``. Where nobody answers the default stands, so that
each programme works alone. Answers are plain values (truth, text, addresses), never rows.
"""

_answers = {}


def answers(question):
    """Function decorator: it answers ``question``, with the same keywords for whoever asks."""

    def register(function):
        if _answers.setdefault(question, function) is not function:
            raise RuntimeError(f"two answers to {question}")
        return function

    return register


def ask(question, *, default=None, **about):
    """The answer, or ``default`` where nobody is there to give one. Costs what the answer costs."""
    answer = _answers.get(question)
    return default if answer is None else answer(**about)
