"""A portfolio in files, an Excel workbook or a folder of CSV: reading, and checking everything before anything is used.

file_formats (workbook, csv_folder) → sheets of raw cells
cells, tables                       → typed columns; what each cell may hold
keys, trades, balances, mixes       → what the tables must say together
dataset                             → all of it, or every problem at once
"""
