"""Twelve customers, each in a situation of their own."""

from __future__ import annotations

from datetime import date

from scripts.demo_firm.plans import AccountPlan, CustomerPlan, Flow, Order

_D = date

YOUNG_SAVER = CustomerPlan(
    "C-1001",
    "Maya Torres",
    "maya.torres@example.com",
    8,
    _D(2023, 2, 6),
    (
        AccountPlan(
            "A-1101",
            "Roth IRA",
            "roth_ira",
            _D(2023, 2, 6),
            "growth",
            "25",
            (Flow("500.00", _D(2023, 2, 8)), Flow("250.00", _D(2023, 3, 15), 1)),
            reinvests=True,
        ),
    ),
    goals=(("G-101", "Retirement", "600000.00", _D(2061, 6, 30), "A-1101", "250.00"),),
    transfers=(("X-1001", "A-1101", "deposit", "250.00", _D(2026, 11, 12), _D(2026, 11, 16), "completed"),),
    schedules=(("A-1101", "250.00", "monthly", _D(2026, 12, 15), True),),
)

COUPLE = CustomerPlan(
    "C-1002",
    "Daniel and Priya Shah",
    "shah.family@example.com",
    6,
    _D(2021, 11, 22),
    (
        AccountPlan(
            "A-1201",
            "Joint",
            "joint",
            _D(2021, 11, 22),
            "balanced",
            "25",
            (Flow("25000.00", _D(2021, 11, 24)), Flow("600.00", _D(2022, 1, 10), 1), Flow("-4500.00", _D(2024, 6, 18))),
        ),
        AccountPlan(
            "A-1202",
            "Taxable",
            "taxable",
            _D(2022, 3, 1),
            "stocks_and_bonds",
            "25",
            (Flow("8000.00", _D(2022, 3, 3)), Flow("300.00", _D(2022, 4, 20), 1)),
            harvests=(_D(2022, 10, 14), _D(2026, 9, 15)),
        ),
        AccountPlan(
            "A-1203",
            "Traditional IRA (rollover)",
            "traditional_ira",
            _D(2022, 5, 16),
            "moderate",
            "25",
            (Flow("61250.00", _D(2022, 5, 18)),),
            reinvests=True,
        ),
        AccountPlan(
            "A-1204",
            "Roth IRA",
            "roth_ira",
            _D(2022, 1, 3),
            "growth",
            "25",
            (Flow("6000.00", _D(2022, 1, 5)), Flow("500.00", _D(2023, 1, 17), 1)),
            reinvests=True,
        ),
    ),
    goals=(
        ("G-201", "Retirement", "900000.00", _D(2047, 9, 30), "A-1203;A-1204", "500.00"),
        ("G-202", "House down payment", "120000.00", _D(2029, 6, 30), "A-1201", "600.00"),
    ),
    transfers=(
        ("X-1002", "A-1202", "deposit", "1500.00", _D(2026, 11, 18), _D(2026, 11, 24), "pending"),
        ("X-1003", "A-1201", "withdrawal", "750.00", _D(2026, 11, 19), _D(2026, 11, 25), "pending"),
        ("X-1004", "A-1201", "deposit", "600.00", _D(2026, 11, 6), _D(2026, 11, 10), "completed"),
        ("X-1005", "A-1204", "deposit", "500.00", _D(2026, 8, 14), None, "failed"),
        ("X-1006", "A-1201", "withdrawal", "2000.00", _D(2026, 5, 4), None, "cancelled"),
    ),
    schedules=(
        ("A-1201", "600.00", "monthly", _D(2026, 12, 10), True),
        ("A-1202", "300.00", "monthly", _D(2026, 12, 21), True),
        ("A-1204", "500.00", "monthly", _D(2026, 12, 17), True),
    ),
)

RETIREE = CustomerPlan(
    "C-1003",
    "George Whitfield",
    "g.whitfield@example.com",
    3,
    _D(2021, 11, 22),
    (
        AccountPlan(
            "A-1301",
            "Traditional IRA",
            "traditional_ira",
            _D(2021, 11, 22),
            "retirement_income",
            "30",
            (Flow("410000.00", _D(2021, 11, 23)), Flow("-2400.00", _D(2022, 1, 28), 1)),
        ),
        AccountPlan(
            "A-1302",
            "Taxable",
            "taxable",
            _D(2021, 12, 1),
            "conservative",
            "30",
            (Flow("95000.00", _D(2021, 12, 3)), Flow("-1500.00", _D(2023, 3, 24), 3)),
        ),
    ),
    goals=(("G-301", "Income until 95", "250000.00", _D(2036, 12, 31), "A-1301;A-1302", "0.00"),),
    transfers=(("X-1007", "A-1301", "withdrawal", "2400.00", _D(2026, 11, 20), _D(2026, 11, 27), "pending"),),
)

CASH_ONLY = CustomerPlan(
    "C-1004",
    "Lena Fischer",
    "lena.fischer@example.com",
    1,
    _D(2024, 4, 2),
    (
        AccountPlan(
            "A-1401",
            "Emergency fund",
            "cash_reserve",
            _D(2024, 4, 2),
            None,
            "0",
            (Flow("3000.00", _D(2024, 4, 4)), Flow("200.00", _D(2024, 5, 6), 1), Flow("-1200.00", _D(2025, 8, 12))),
        ),
    ),
    schedules=(("A-1401", "100.00", "biweekly", _D(2026, 11, 27), True),),
)

NEWCOMER = CustomerPlan(
    "C-1005",
    "Tomás Rivera",
    "tomas.rivera@example.com",
    7,
    _D(2026, 11, 17),
    (
        AccountPlan(
            "A-1501", "Taxable", "taxable", _D(2026, 11, 17), "growth", "25", (Flow("2000.00", _D(2026, 11, 19)),)
        ),
    ),
    goals=(("G-501", "Wedding", "18000.00", _D(2028, 5, 20), "A-1501", "400.00"),),
    schedules=(("A-1501", "400.00", "monthly", _D(2026, 12, 1), True),),
)

GONE = CustomerPlan(
    "C-1006",
    "Harriet Lowe",
    "harriet.lowe@example.com",
    5,
    _D(2022, 8, 15),
    (
        AccountPlan(
            "A-1601",
            "Taxable",
            "taxable",
            _D(2022, 8, 15),
            "moderate",
            "25",
            (Flow("14000.00", _D(2022, 8, 17)), Flow("150.00", _D(2022, 9, 12), 1)),
            closed_on=_D(2026, 6, 15),
        ),
    ),
    schedules=(("A-1601", "150.00", "monthly", None, False),),
)

HARVESTER = CustomerPlan(
    "C-1007",
    "Omar Haddad",
    "omar.haddad@example.com",
    7,
    _D(2021, 11, 29),
    (
        AccountPlan(
            "A-1701",
            "Taxable",
            "taxable",
            _D(2021, 11, 29),
            "stocks_and_bonds",
            "25",
            (Flow("120000.00", _D(2021, 12, 1)), Flow("5000.00", _D(2022, 1, 12), 3)),
            (
                Order(_D(2021, 12, 2), "buy", "VNQ", "60"),
                Order(_D(2021, 12, 2), "buy", "BNDX", "80"),
                Order(_D(2025, 12, 8), "buy", "KO", "60"),
                Order(_D(2026, 10, 6), "sell", "KO", "30", "tax_loss_harvest"),
            ),
            rebalances=False,
            harvests=(_D(2022, 6, 16), _D(2022, 10, 14), _D(2026, 3, 24)),
        ),
        AccountPlan(
            "A-1702",
            "Roth IRA",
            "roth_ira",
            _D(2022, 2, 1),
            "stocks_and_bonds",
            "25",
            (Flow("6000.00", _D(2022, 2, 3)), Flow("450.00", _D(2022, 3, 7), 1)),
            (Order(_D(2026, 10, 20), "buy", "KO", "4"),),
        ),
    ),
    transfers=(("X-1008", "A-1702", "deposit", "450.00", _D(2026, 11, 4), _D(2026, 11, 9), "completed"),),
    schedules=(
        ("A-1701", "5000.00", "quarterly", _D(2027, 1, 12), True),
        ("A-1702", "450.00", "monthly", _D(2026, 12, 7), True),
    ),
)

TWO_ALIKE = CustomerPlan(
    "C-1008",
    "Grace Kim",
    "grace.kim@example.com",
    6,
    _D(2022, 9, 6),
    (
        AccountPlan(
            "A-1801",
            "Everyday investing",
            "taxable",
            _D(2022, 9, 6),
            "balanced",
            "25",
            (Flow("24000.00", _D(2022, 9, 8)),),
            rebalances=False,
            reinvests=True,
        ),
        AccountPlan(
            "A-1802",
            "Travel fund",
            "taxable",
            _D(2024, 1, 8),
            "conservative",
            "25",
            (Flow("2500.00", _D(2024, 1, 10)), Flow("125.00", _D(2024, 2, 5), 1), Flow("-3200.00", _D(2025, 7, 8))),
        ),
    ),
    goals=(
        ("G-801", "Trip to Japan", "8000.00", _D(2027, 4, 1), "A-1802", "125.00"),
        ("G-802", "Retirement", "750000.00", _D(2052, 1, 31), "A-1801", "0.00"),
    ),
    schedules=(
        ("A-1801", "100.00", "quarterly", None, False),
        ("A-1802", "125.00", "monthly", _D(2026, 12, 7), True),
    ),
)

AGGRESSIVE = CustomerPlan(
    "C-1009",
    "Marcus Bell",
    "marcus.bell@example.com",
    10,
    _D(2021, 11, 22),
    (
        AccountPlan(
            "A-1901",
            "Taxable",
            "taxable",
            _D(2021, 11, 22),
            "all_stock",
            "25",
            (Flow("40000.00", _D(2021, 11, 26)), Flow("1000.00", _D(2022, 2, 1), 3)),
            (Order(_D(2022, 10, 12), "sell", "VXUS", "30"), Order(_D(2022, 10, 12), "buy", "AAPL", "12")),
            rebalances=False,
            fees_monthly=True,
        ),
        AccountPlan(
            "A-1902",
            "Roth IRA",
            "roth_ira",
            _D(2022, 1, 4),
            "all_stock",
            "25",
            (
                Flow("6000.00", _D(2022, 1, 6)),
                Flow("6500.00", _D(2023, 1, 6)),
                Flow("7000.00", _D(2024, 1, 8)),
                Flow("7000.00", _D(2025, 1, 7)),
                Flow("7000.00", _D(2026, 1, 7)),
            ),
            reinvests=True,
        ),
    ),
    goals=(("G-901", "Early retirement", "1200000.00", _D(2038, 12, 31), "A-1901;A-1902", "900.00"),),
)

CAREFUL = CustomerPlan(
    "C-1010",
    "Ruth Abrams",
    "ruth.abrams@example.com",
    2,
    _D(2022, 4, 11),
    (
        AccountPlan(
            "A-2001",
            "Taxable",
            "taxable",
            _D(2022, 4, 11),
            "conservative",
            "30",
            (Flow("30000.00", _D(2022, 4, 13)), Flow("200.00", _D(2022, 5, 9), 1)),
        ),
    ),
    goals=(("G-1001", "College fund", "160000.00", _D(2031, 8, 15), "A-2001", "200.00"),),
    schedules=(("A-2001", "200.00", "monthly", _D(2026, 12, 9), True),),
)

SELF_EMPLOYED = CustomerPlan(
    "C-1011",
    "Nadia Petrova",
    "nadia.petrova@example.com",
    5,
    _D(2022, 6, 1),
    (
        AccountPlan(
            "A-2101",
            "SEP IRA",
            "sep_ira",
            _D(2022, 6, 1),
            "moderate",
            "25",
            (Flow("12000.00", _D(2022, 6, 3)), Flow("3000.00", _D(2022, 9, 15), 3)),
        ),
        AccountPlan(
            "A-2102",
            "Tax set-aside",
            "cash_reserve",
            _D(2023, 1, 9),
            None,
            "0",
            (Flow("1800.00", _D(2023, 1, 11), 1), Flow("-5000.00", _D(2023, 4, 14), 3)),
        ),
    ),
    goals=(("G-1101", "Retirement", "400000.00", _D(2045, 3, 31), "A-2101", "1000.00"),),
    transfers=(("X-1009", "A-2102", "deposit", "1800.00", _D(2026, 11, 9), _D(2026, 11, 11), "completed"),),
    schedules=(("A-2101", "3000.00", "quarterly", _D(2026, 12, 15), True),),
)

WEALTHY = CustomerPlan(
    "C-1012", "Eleanor and James Whitmore", "whitmore@example.com", 6, _D(2021, 11, 22),
    (
        AccountPlan("A-2201", "Joint", "joint", _D(2021, 11, 22), "wealth", "20",
                    (Flow("1500000.00", _D(2021, 11, 23)), Flow("10000.00", _D(2022, 1, 14), 1),
                     Flow("-180000.00", _D(2025, 3, 18)))),
        AccountPlan("A-2202", "Eleanor's traditional IRA", "traditional_ira", _D(2021, 11, 22), "balanced", "20",
                    (Flow("420000.00", _D(2021, 11, 24)),), reinvests=True),
        AccountPlan("A-2203", "James's traditional IRA", "traditional_ira", _D(2021, 11, 22), "moderate", "20",
                    (Flow("365000.00", _D(2021, 11, 24)),), reinvests=True),
        AccountPlan("A-2204", "Legacy stocks", "taxable", _D(2022, 2, 14), None, "10",
                    (Flow("150000.00", _D(2022, 2, 16)), Flow("-20000.00", _D(2024, 12, 10))),
                    (Order(_D(2022, 2, 17), "buy", "MSFT", "140"), Order(_D(2022, 2, 17), "buy", "JNJ", "220"),
                     Order(_D(2022, 2, 17), "buy", "KO", "500"))),
        AccountPlan("A-2205", "House reserve", "cash_reserve", _D(2022, 3, 7), None, "0",
                    (Flow("80000.00", _D(2022, 3, 9)),)),
    ),
    goals=(
        ("G-1201", "Retirement", "3500000.00", _D(2035, 6, 30), "A-2201;A-2202;A-2203", "10000.00"),
        ("G-1202", "Lake house", "100000.00", _D(2027, 5, 31), "A-2205", "0.00"),
    ),
    transfers=(
        ("X-1010", "A-2201", "deposit", "10000.00", _D(2026, 11, 12), _D(2026, 11, 16), "completed"),
        ("X-1011", "A-2201", "withdrawal", "25000.00", _D(2026, 11, 17), _D(2026, 11, 23), "pending"),
    ),
    schedules=(("A-2201", "10000.00", "monthly", _D(2026, 12, 14), True),),
)  # fmt: skip

CUSTOMERS = (
    YOUNG_SAVER, COUPLE, RETIREE, CASH_ONLY, NEWCOMER, GONE, HARVESTER, TWO_ALIKE, AGGRESSIVE, CAREFUL, SELF_EMPLOYED,
    WEALTHY,
)  # fmt: skip
