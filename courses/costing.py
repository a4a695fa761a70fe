"""What a ration costs. Pure: a month of figures in, a sheet out.

The sums are those of the worked example of course P2: cash, then what is received, then unpaid work.
All money is in soles, exact inside and rounded to the céntimo, half up, where it leaves; shares are whole
percents, half up. A figure is None where dividing has no sense (no rations, nobody who pays). The same sums
are made on the phone by static/js/calc.js; tests/browser/test_calculator.py holds the two together.
"""

from dataclasses import dataclass, fields
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

#: Percent. "Las fundadoras y la ley hablan de 65 %" of the ration (Law 25307); the article is to be verified.
TARGET_PERCENT = Decimal(65)
NOTHING, CENT, WHOLE = Decimal(0), Decimal("0.01"), Decimal(1)


@dataclass(frozen=True)
class Month:
    """One month of a kitchen. Money in soles a month; ``hour_value`` an hour; ``price`` a ration, or None.

    ``donated`` is the food received, at what it would cost in the market.
    """

    rations_per_day: Decimal = NOTHING
    days: Decimal = NOTHING
    free_per_day: Decimal = NOTHING
    market: Decimal = NOTHING
    gas: Decimal = NOTHING
    water: Decimal = NOTHING
    light: Decimal = NOTHING
    transport: Decimal = NOTHING
    cleaning: Decimal = NOTHING
    repairs: Decimal = NOTHING
    other: Decimal = NOTHING
    donated: Decimal = NOTHING
    women: Decimal = NOTHING
    hours_per_day: Decimal = NOTHING
    hour_value: Decimal = NOTHING
    price: Decimal | None = None


#: What is paid in cash, in the order of the form.
CASH = ("market", "gas", "water", "light", "transport", "cleaning", "repairs", "other")
FIGURES = tuple(field.name for field in fields(Month))


@dataclass(frozen=True)
class Sheet:
    """What the month comes to. ``…_each`` is per ration; ``gap`` is never negative."""

    rations: Decimal
    paid_rations: Decimal
    hours: Decimal
    cash: Decimal
    food: Decimal
    work: Decimal
    with_food: Decimal
    full: Decimal
    cash_each: Decimal | None
    with_food_each: Decimal | None
    full_each: Decimal | None
    state_share: Decimal | None
    state_share_with_work: Decimal | None
    target: Decimal
    gap: Decimal
    income: Decimal | None
    surplus: Decimal | None
    break_even: Decimal | None

    @property
    def reaches_target(self):
        return self.with_food > 0 and not self.gap

    @property
    def shortfall(self):
        """What is missing each month at her price, as a positive amount; None where there is no price."""
        return None if self.surplus is None else max(-self.surplus, NOTHING)


def cost_of(month):
    """The sheet of a month.

    rations      = rations a day × days
    paid         = (rations a day − free a day) × days, never below 0
    cash         = market + gas + water + light + transport + cleaning + repairs + other
    with food    = cash + food received at market price
    work         = women × hours a day × days × value of an hour
    full         = with food + work
    share        = food received ÷ with food; with the women's work: ÷ full. All food received is taken as the
                   State's, so the true share is this or less.
    target       = 65 % of (cash + food received). Founders and law speak of 65 %; this base is the academy's
                   reading until the article is verified.
    gap          = target − food received, never below 0
    income       = paid × price; surplus = income − cash
    break-even   = cash ÷ paid, rounded up to the céntimo: rounded down it would not cover the cash.

    Source: the worked example of the budget track (field notes, 5C), its arithmetic checked there and in
    tests/courses/test_costing.py.
    """
    rations = month.rations_per_day * month.days
    paid = max(month.rations_per_day - month.free_per_day, NOTHING) * month.days
    hours = month.women * month.hours_per_day * month.days
    cash = sum((getattr(month, name) for name in CASH), NOTHING)
    work = hours * month.hour_value
    with_food = cash + month.donated
    full = with_food + work
    target = with_food * TARGET_PERCENT / 100
    income = None if month.price is None else paid * month.price
    return Sheet(
        rations=rations,
        paid_rations=paid,
        hours=hours,
        cash=_cents(cash),
        food=_cents(month.donated),
        work=_cents(work),
        with_food=_cents(with_food),
        full=_cents(full),
        cash_each=_cents(_divided(cash, rations)),
        with_food_each=_cents(_divided(with_food, rations)),
        full_each=_cents(_divided(full, rations)),
        state_share=_percent(month.donated, with_food),
        state_share_with_work=_percent(month.donated, full),
        target=_cents(target),
        gap=_cents(max(target - month.donated, NOTHING)),
        income=_cents(income),
        surplus=_cents(None if income is None else income - cash),
        break_even=_cents(_divided(cash, paid), ROUND_CEILING),
    )


def _divided(amount, by):
    return amount / by if by else None


def _cents(amount, rounding=ROUND_HALF_UP):
    return None if amount is None else amount.quantize(CENT, rounding)


def _percent(part, whole):
    return (part * 100 / whole).quantize(WHOLE, ROUND_HALF_UP) if whole else None
