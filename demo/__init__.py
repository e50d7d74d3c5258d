"""The demo company: Haldner Vakuumtechnik, an invented maker of vacuum lifters.

Top floor of the house: it may use every app below it, and none of them knows it.
"""
