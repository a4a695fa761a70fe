"""Working days of public offices in Peru. Pure but for reading ``holidays-pe.csv`` once.

Days that a decree declares non-working for one year are known once an organiser writes them down (``declared``, page
«Feriados»); regional and municipal holidays are not known. What is reckoned here may therefore end a day or two early,
never late: pages say so.
"""

from .days import add_working_days, holiday_on, holidays, is_working_day, laws, next_working_day, working_days_between

__all__ = [
    "add_working_days",
    "holiday_on",
    "holidays",
    "is_working_day",
    "laws",
    "next_working_day",
    "working_days_between",
]
