"""The names of columns in the tables that Microsoft's Partner Center writes.

Of its list of customers, these are the names in Microsoft's documentation in several languages; of
subscriptions, those of the fields in its analytics; of invoices, those of the reconciliation file
(learn.microsoft.com, *partner-center/billing/modern-invoice-reconciliation-file*), which has a row
for each charge. Of a distributor's resellers, they are the fields of its relationships (the same
site, *partner-center/developer/relationships-resources*).
"""

from __future__ import annotations

from collections.abc import Mapping

OF_CUSTOMERS: Mapping[str, tuple[str, ...]] = {
    "tenant_id": (
        "Microsoft ID", "Microsoft-ID", "ID Microsoft", "Identificador de Microsoft",
        "Microsoft識別碼", "Customer tenant ID", "CustomerId",
    ),
    "name": (
        "Company name", "Nom de la société", "Firmenname", "Nome azienda", "Nombre de la compañía",
        "会社名", "公司名称", "公司名稱", "Customer name",
    ),
    "tenant": (
        "Primary domain name", "Nom de domaine principal", "Primärer Domänenname",
        "Nome dominio primario", "Nombre del dominio principal", "プライマリ ドメイン名",
        "主域名", "主要網域名稱", "CustomerDomainName",
    ),
    "term_end": ("Commitment end date", "Terme"),
}  # fmt: skip
"""By key of a customer: the columns that hold it. *Terme* is of French workbooks of version 0.1."""
OF_PARTNERS: Mapping[str, tuple[str, ...]] = {"partner_id": ("mpnId",)}
"""By key of a partner: the columns that hold it."""
