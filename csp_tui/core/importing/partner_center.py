"""The names of columns in the tables that Microsoft's Partner Center writes.

Of its list of customers, these are the names in Microsoft's documentation in several languages; of
subscriptions, those of the fields in its analytics.
"""

from __future__ import annotations

from collections.abc import Mapping

OF_CUSTOMERS: Mapping[str, tuple[str, ...]] = {
    "tenant_id": (
        "Microsoft ID", "Microsoft-ID", "ID Microsoft", "Identificador de Microsoft",
        "Microsoft識別碼", "Customer tenant ID",
    ),
    "name": (
        "Company name", "Nom de la société", "Firmenname", "Nome azienda", "Nombre de la compañía",
        "会社名", "公司名称", "公司名稱", "Customer name",
    ),
    "tenant": (
        "Primary domain name", "Nom de domaine principal", "Primärer Domänenname",
        "Nome dominio primario", "Nombre del dominio principal", "プライマリ ドメイン名",
        "主域名", "主要網域名稱",
    ),
    "term_end": ("Commitment end date",),
}  # fmt: skip
"""By key of a customer: the columns that hold it."""
