"""Full-screen terminal checklists for partners of Microsoft's Cloud Solution Provider programme."""

__version__ = "0.1.0"
