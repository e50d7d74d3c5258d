"""A small "ERP": the demo company's prices, stock, delivery times, customers and orders.

A program of its own that speaks HTTP and shares nothing with the hub but the article numbers,
as a real one would. Everything is in memory and made from a seed: `python -m demo.erp --port N`.
"""
