"""Importing: tables of partners and customers, and lists that become checklists."""
