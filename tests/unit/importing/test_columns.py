from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from conftest import TREE

from csp_tui.core.base import language
from csp_tui.core.base.errors import InvalidFileError, UsageError
from csp_tui.core.base.language import LANGUAGES
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.importing.columns import parse_map
from csp_tui.core.importing.customers import LABELS, read_customers
from csp_tui.core.importing.kept_maps import CUSTOMERS, NAME, PARTNERS, keep_map, maps_of
from csp_tui.core.importing.partners import COLUMNS, read_partners
from csp_tui.core.importing.table import ImportTable
from csp_tui.core.progress.contact_fields import LABELS as OF_CONTACT
from csp_tui.core.progress.partner_fields import LABELS as PARTNER
from csp_tui.core.reports.heads import head
from csp_tui.core.workplace.workplace import open_workplace
from csp_tui.tui.base.form import label_of
from csp_tui.tui.customers.form import LABELS as CUSTOMER

TODAY = date(2027, 1, 1)
ID_1, ID_2, ID_3 = (f"{n}ca7de6c-c05c-46b5-b689-32e53573a97a" for n in (1, 2, 3))
ALSO = {
    ("anniversary", "mois anniversaire"),
    ("company", "Societe"),
    ("contact_mail", "E-mail"),
    ("planned", "Jour prévu"),
}
HEAD = "Microsoft ID,Company name,Primary domain name,Relationship,Tags\n"
KNOWN = [
    CustomerSummary("coho-1", "Coho", tenant="coho.com", tenant_id=ID_1),
    CustomerSummary("dune-1", "Dune", tenant="dune.com"),
    CustomerSummary("old-1", "Old", tenant_id=ID_3, archived_text="2026-01-01"),
]


def table_in(content: str | bytes, **options: object) -> ImportTable:
    content = content.encode() if isinstance(content, str) else content
    return read_customers(content, Path("c.csv"), KNOWN, TODAY, **options)  # type: ignore[arg-type]


def doubts(table: ImportTable) -> list[str]:
    return [str(each) for each in table.doubts]


def test_the_list_of_partner_center_is_known_by_its_columns():
    table = table_in(HEAD + f"{ID_2},Elm,elm.com,Cloud Reseller,\n")
    assert (table.problems, table.doubts) == ([], [])
    assert [(row.name, dict(row.values)) for row in table.new] == [
        ("Elm", {"tenant": "elm.com", "tenant_id": ID_2})
    ]
    assert table.column_sentences() == [
        "columns: Microsoft ID -> tenant id, Company name -> name, Primary domain name -> tenant",
        "not imported: Relationship, Tags",
    ]


@pytest.mark.parametrize(
    "head",
    [
        " MICROSOFT id;company  NAME;primary-domain name;Relationship",
        "ID Microsoft;Nom de la société;Nom de domaine principal;Relation",
        "Microsoft-ID;Firmenname;Primärer Domänenname;Beziehung",
        "ID Microsoft;Nome azienda;Nome dominio primario;Relazione",
        "Identificador de Microsoft;Nombre de la compañía;Nombre del dominio principal;Relación",
        "Microsoft ID;会社名;プライマリ ドメイン名;関係",
        "Microsoft ID;公司名称;主域名;关系",
        "Microsoft識別碼;公司名稱;主要網域名稱;關係",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_is_known_in_other_languages_and_encodings(head, encoding):
    table = table_in(f"{head}\r\n{ID_2};Élan;elan.com;x\r\n".encode(encoding))
    assert [(row.name, dict(row.values)) for row in table.new] == [
        ("Élan", {"tenant": "elan.com", "tenant_id": ID_2})
    ]
    assert len(table.columns.left_out) == 1


def test_the_id_of_the_tenant_tells_the_same_customer_whatever_its_name_and_domain():
    table = table_in(HEAD + f"{ID_1.upper()},Dune,dune.com,,\n")
    assert not table.problems
    (row,) = table.known
    assert (row.id, row.after["name"], row.after["tenant"]) == ("coho-1", "Dune", "dune.com")


def test_a_customer_without_an_id_gets_that_of_its_domain_or_name():
    (row,) = table_in(HEAD + f"{ID_2},Dune Ltd,dune.com,,\n").known
    assert (row.id, row.after["tenant_id"]) == ("dune-1", ID_2)
    table = table_in(HEAD + f"{ID_2},Coho,coho.com,,\n")
    assert [row.name for row in table.new] == ["Coho"]  # another tenant of the same name


def test_two_tenants_may_share_a_name_but_not_with_a_row_that_has_no_id():
    assert len(table_in(HEAD + f"{ID_2},Elm,,,\n4{ID_2[1:]},Elm,,,\n").new) == 2
    table = table_in(HEAD + f"{ID_2},Elm,,,\n,Elm,,,\n")
    assert [str(each) for each in table.problems] == ['line 3, name: "Elm" is in line 2 already']


def test_rows_of_one_tenant_are_one_customer():
    table = table_in(HEAD + f"{ID_2},Elm,elm.com,Cloud Reseller,\n{ID_2},Elms,elm.com,Indirect,\n")
    assert [row.name for row in table.new] == ["Elm"]
    assert doubts(table) == ['line 3, name: "Elms" is left out: line 2 has the same tenant_id']


def test_an_archived_customer_is_known_by_its_tenant_and_comes_back_if_asked_for():
    table = table_in(HEAD + f"{ID_3},Old,,,\n")
    (row,) = table.differing
    assert (table.new, row.is_archived, row.after) == ([], True, {})
    assert table.differences(row) == "comes back from the archive"
    assert not table.chosen().changed


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("2028-02-01T00:00:00Z", "2027-06-30T00:00:00Z"), date(2027, 6, 30)),
        (("2026-02-01T00:00:00Z", "2027-06-30"), date(2027, 6, 30)),
        (("2025-02-01", "2026-02-01"), date(2026, 2, 1)),
        (("9999-12-01T00:00:00Z", ""), None),
    ],
)
def test_of_the_subscriptions_of_a_customer_the_next_end_counts(days, expected):
    rows = "".join(f"{ID_2},Elm,true,{day}\n" for day in days)
    table = table_in("customerTenantId,customerName,autoRenewEnabled,commitmentEndDate\n" + rows)
    assert not table.problems
    (row,) = table.new
    assert row.values.get("term_end") == expected
    assert table.columns.left_out == ["autoRenewEnabled"]


def test_a_map_says_what_the_columns_of_any_other_table_hold():
    text = "End customer;Ends on;Price\nElm;2027-06-30;12\n"
    given = parse_map(["end customer=name", "Ends on=term_end"], LABELS)
    (row,) = table_in(text, given=given).new
    assert (row.name, dict(row.values)) == ("Elm", {"term_end": date(2027, 6, 30)})
    with pytest.raises(UsageError, match=r'there is no column "Ends at"; did you mean "Ends on"\?'):
        table_in(text, given={"End customer": "name", "Ends at": "term_end"})


def test_a_map_stands_against_the_names_that_are_known():
    text = "name;Company name;owner;tenant\nA;B;C;D\n"
    given = parse_map(["Company name=name", "owner="], LABELS)
    table = table_in(text, given=given)
    assert [(row.name, dict(row.values)) for row in table.new] == [("B", {"tenant": "D"})]
    assert table.columns.left_out == ["name", "owner"]
    given = parse_map(["Customer=note", "Company=name"], LABELS)
    (row,) = table_in("Customer,Company\nElm,Elm Group\n", given=given).new
    assert (row.name, dict(row.values)) == ("Elm Group", {"note": "Elm"})
    (row,) = table_in("Customer,Company\nElm,Elm Group\n", given={"Customer": ""}).new
    assert (row.name, dict(row.values)) == ("Elm Group", {})
    both = "Customer,Partner,Owner\nElm,Contoso,ben\n"
    assert "needs a column" in str(table_in(both).problems[0])
    (row,) = table_in(both, given={"Partner": ""}).new
    assert (row.name, dict(row.values)) == ("Elm", {"owner": "ben"})


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        (["term_end"], "is no COLUMN=KEY"),
        (["=name"], "is no COLUMN=KEY"),
        (["Ends=term-and"], 'there is no "term-and"; did you mean "term_end"'),
        (["name=Reseller"], 'there is no "Reseller"; did you mean "Reseller=name"'),
        (["A=name", "B=name"], 'names "name" twice'),
    ],
)
def test_what_is_no_map_is_told_with_a_cure(texts, why):
    with pytest.raises(UsageError, match=why):
        parse_map(texts, LABELS)


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_every_word_of_a_form_a_report_or_a_page_names_its_column(spoken, home):
    language.use(spoken)
    workplace = open_workplace(home.env)
    on_page = (TREE / "docs/howto/tables.md").read_text().split("`--map`")[0]
    words = {
        *((key, language._(label)) for key, label in {**COLUMNS, **LABELS}.items()),
        *((key, label_of(label)) for key, label in {**PARTNER, **CUSTOMER}.items()),
        *((f"contact_{key}", language._(label)) for key, label in OF_CONTACT.items()),
        *((key, head(key)) for key in (*PARTNER, *CUSTOMER, "checklist")),
        *((word.replace(" ", "_"), word) for word in re.findall("`([a-z_ ]+)`", on_page)),
        *(ALSO if spoken == "fr" else ()),
    }
    assert {("owner", label_of("Owner")), ("contact_mail", "contact_mail")} < words
    for key, word in words:
        text = f"name,{word}".encode()
        if key in COLUMNS:
            assert read_partners(text, Path("p.csv"), workplace).columns.keys[1] == key
            assert parse_map([f"x={word}"], COLUMNS) == {"x": key}
        if key in LABELS:
            assert table_in(text).columns.keys[1] == key
            assert parse_map([f"x={word}"], LABELS) == {"x": key}


def test_a_column_may_have_an_equals_sign():
    assert parse_map(["a=b=name"], LABELS) == {"a=b": "name"}


def test_a_kept_map_is_used_for_every_table_that_has_its_columns(tmp_path):
    keep_map(tmp_path, CUSTOMERS, 'our "list"', {"End customer": "name", "Tenant": ""})
    kept = maps_of(tmp_path, CUSTOMERS)
    assert maps_of(tmp_path, PARTNERS) == []
    assert [row.name for row in table_in("END CUSTOMER,tenant\nElm,x\n", kept=kept).new] == ["Elm"]
    assert [row.name for row in table_in("name\nElm\n", kept=kept).new] == ["Elm"]


def test_a_map_is_kept_in_place_of_the_one_of_the_same_name_and_beside_others(tmp_path):
    path = tmp_path / NAME
    path.write_bytes(b'# mine\n[partners.x]\n"A" = "name"\n')
    keep_map(tmp_path, CUSTOMERS, "x", {"B": "name"})
    keep_map(tmp_path, CUSTOMERS, "x", {"C": "name"})
    assert path.read_text() == (
        '# mine\n[partners.x]\n"A" = "name"\n\n[customers."x"]\n"C" = "name"\n'
    )


@pytest.mark.parametrize("text", ["customers = 1", "[customers.x]\na = 1", "customers.x = 1", "a"])
def test_a_file_of_maps_that_is_wrong_is_told(tmp_path, text):
    (tmp_path / NAME).write_text(text)
    with pytest.raises(InvalidFileError, match=NAME):
        maps_of(tmp_path, CUSTOMERS)


def test_the_customers_of_an_invoice_are_read_once_each():
    """The columns are those of Partner Center's reconciliation file."""
    heads = "PartnerId,CustomerId,CustomerName,CustomerDomainName,CustomerCountry,OrderDate\n"
    rows = f"p,{ID_2},Elm,elm.com,DE,10/3/2026\n" * 2
    table = table_in(heads + rows)
    assert not table.problems
    (row,) = table.new
    assert (row.name, dict(row.values)) == ("Elm", {"tenant": "elm.com", "tenant_id": ID_2})
    assert table.columns.left_out == ["PartnerId", "CustomerCountry", "OrderDate"]


def test_what_many_tables_call_a_column_is_known():
    table = table_in("Name;Primary domain;Comments\nElm;elm.example;on hold\n")
    assert table.problems == []
    assert table.new[0].values == {"tenant": "elm.example", "note": "on hold"}
