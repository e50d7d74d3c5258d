"""Taking contacts along: CSV for a table, vCard for an address book."""

from hub.contacts.export.csv import csv_lines
from hub.contacts.export.records import Record, records
from hub.contacts.export.vcard import vcard, vcards

__all__ = ["Record", "csv_lines", "records", "vcard", "vcards"]
