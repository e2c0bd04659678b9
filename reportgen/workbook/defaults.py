"""What every new workbook holds: the sheet that explains it, the usual areas and indicators.

The areas and indicators stand in the workbook like any other row, and its owner may change or
remove them. The texts are German, as everything in a workbook.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from reportgen.model import ALL_INHABITANTS, Polarity, Table
from reportgen.workbook import schema

#: What may be written into a cell, and the rows of each sheet as entries by header.
Entry = str | int | float | date | None
Rows = Mapping[str, Sequence[Mapping[str, Entry]]]


def rows_of(sheet: str, *rows: tuple[Entry, ...]) -> tuple[dict[str, Entry], ...]:
    """Rows of a sheet with fixed columns, as entries by header; optional ones may be left out."""
    required, optional = schema.DEFINITION_COLUMNS[sheet], schema.OPTIONAL_COLUMNS.get(sheet, ())
    headers = (required, (*required, *optional))
    return tuple(dict(zip(headers[len(row) > len(required)], row, strict=True)) for row in rows)


_TOTAL, _UNDER_65 = ALL_INHABITANTS, "0 bis unter 65"
_HIGH, _LOW, _NONE = Polarity.HIGH.value, Polarity.LOW.value, Polarity.NONE.value
_SGB2_LABEL = "Grundsicherung für Arbeitsuchende (ELB und NEF)"
_GSIAE_LABEL = "Grundsicherung im Alter und bei Erwerbsminderung"
_HLU_LABEL = "Hilfe zum Lebensunterhalt"
_ASYLBLG_LABEL = "Regelleistungen nach dem Asylbewerberleistungsgesetz"
_INKAR_GERDA = "BBSR Bonn, INKAR (nach GERDA, Kreiskovariaten)"
_INKAR_RKI = "BBSR Bonn, INKAR (nach RKI, German Index of Socioeconomic Deprivation)"

AREAS: Final = rows_of(
    schema.AREAS,
    ("sgb2", "SGB II", _SGB2_LABEL, _UNDER_65, "SGB II", 1, "ja"),
    ("gsiae", "GSiAE", _GSIAE_LABEL, _TOTAL, "SGB XII, 4. Kapitel", 2, "ja"),
    (
        "hlu_ave",
        "HLU a. v. E.",
        f"{_HLU_LABEL} außerhalb von Einrichtungen",
        _TOTAL,
        "SGB XII, 3. Kapitel",
        3,
        "ja",
    ),
    (
        "hlu_ie",
        "HLU i. E.",
        f"{_HLU_LABEL} in Einrichtungen",
        _TOTAL,
        "SGB XII, 3. Kapitel",
        4,
        "ja",
    ),
    ("hzp", "HzP", "Hilfe zur Pflege", _TOTAL, "SGB XII, 7. Kapitel", 5, "nein"),
    ("asylblg", "AsylbLG", _ASYLBLG_LABEL, _TOTAL, "AsylbLG", 6, "ja"),
)

INDICATORS: Final = rows_of(
    schema.INDICATORS,
    ("unemployment_rate", "Arbeitslosenquote", "%", 1, _LOW, _INKAR_GERDA),
    (
        "longterm_unemployed_share",
        "Langzeitarbeitslose an allen Arbeitslosen",
        "%",
        1,
        _LOW,
        _INKAR_GERDA,
    ),
    ("youth_unemployment_rate", "Jugendarbeitslosenquote (unter 25)", "%", 1, _LOW, _INKAR_GERDA),
    ("employment_rate_svb", "Beschäftigungsquote (SvB am Wohnort)", "%", 1, _HIGH, _INKAR_RKI),
    ("gdp_per_inhabitant", "BIP je Einwohner", "Tsd. €", 1, _HIGH, _INKAR_GERDA),
    (
        "disposable_income_per_inhabitant_month",
        "Verfügbares Einkommen je Einwohner und Monat",
        "€",
        0,
        _HIGH,
        _INKAR_RKI,
    ),
    ("purchasing_power", "Kaufkraft je Einwohner", "€", 0, _HIGH, _INKAR_GERDA),
    ("gross_wage_month", "Bruttoverdienst je Monat", "€", 0, _HIGH, _INKAR_RKI),
    ("debtor_rate", "Schuldnerquote", "%", 1, _LOW, _INKAR_RKI),
    (
        "low_income_households_share",
        "Haushalte mit niedrigem Einkommen",
        "%",
        1,
        _LOW,
        _INKAR_GERDA,
    ),
    ("asking_rent", "Angebotsmiete", "€/m²", 2, _NONE, _INKAR_GERDA),
)

#: Groups that a new workbook has columns for.
GROUPS: Final = (_TOTAL, "0 bis unter 18", "18 bis unter 65", _UNDER_65, "65 und älter")

#: What a new workbook holds in the sheets that define the columns of the others.
ROWS: Final[Rows] = MappingProxyType({schema.AREAS: AREAS, schema.INDICATORS: INDICATORS})

# --- the sheet that explains ------------------------------------------------------------------

TITLE: Final = "Erläuterung der Arbeitsmappe"

INTRODUCTION: Final = (
    "Aus dieser Arbeitsmappe entsteht für jede Stadt ein Bericht.",
    "Jedes Blatt ist eine Tabelle: In Zeile 1 stehen die Überschriften, darunter die Werte. "
    "Auf den Blättern mit Zahlen steht in jeder Zeile eine Stadt mit einem Jahr.",
    "Die Überschriften und die Namen der Blätter bitte nicht ändern. "
    "Leere Zeilen werden übergangen.",
    "Alle Blätter und Spalten sind nötig, außer weiteren Gruppen der Bevölkerung, den Spalten "
    f"{schema.PEERS}, {schema.IN_TOTAL} und {schema.WORDINGS} und den Blättern {schema.BREAKS} und "
    f"{schema.CONFIRMED}. "
    "Was nicht geliefert wird, bleibt leer.",
    "Fehlt die Spalte eines Leistungsbereichs oder Indikators, so gelten ihre Werte mit einer "
    "Warnung als nicht geliefert,",
    f"ebenso, wenn das Blatt {Table.PAYMENTS} oder {Table.ECONOMY} fehlt. Steht dafür ein "
    "unbekannter Name da, ist es ein Fehler.",
)

#: Sheet, column, meaning; an empty column stands for the sheet as a whole.
COLUMNS: Final = (
    (schema.CITIES, "", "Die teilnehmenden Städte, eine Zeile je Stadt."),
    (schema.CITIES, "AGS", "Amtlicher Gemeindeschlüssel, 8 Stellen, als Text mit führender Null."),
    (schema.CITIES, "Stadt", "Name; alle anderen Blätter verwenden genau diesen Namen."),
    (schema.CITIES, "Kürzel", "Abkürzung der Stadt im Benchmarking, z. B. D für Düsseldorf."),
    (schema.CITIES, "Amt", "Name des zuständigen Amtes; kann leer bleiben."),
    (
        schema.CITIES,
        schema.PEERS,
        "Städte mit demselben Text werden miteinander verglichen, mindestens drei; kann leer "
        "bleiben. Die Spalte kann fehlen.",
    ),
    (schema.AREAS, "", "Die Leistungsbereiche, eine Zeile je Bereich."),
    (schema.AREAS, "Schlüssel", "Kurzes Kennwort ohne Umlaute, das sich nie ändert."),
    (
        schema.AREAS,
        "Kurzbezeichnung",
        f"Überschrift der Spalte in {Table.RECIPIENTS} und {Table.PAYMENTS}.",
    ),
    (schema.AREAS, "Bezeichnung", "Name des Bereichs, wie er im Bericht steht."),
    (
        schema.AREAS,
        "Bezugsbevölkerung",
        f"Bevölkerung, auf die sich die Dichte bezieht: Überschrift einer Spalte in "
        f"{Table.POPULATION}.",
    ),
    (schema.AREAS, "Rechtsgrundlage", "Gesetz, z. B. SGB XII, 4. Kapitel."),
    (schema.AREAS, "Reihenfolge", "Ganze Zahl; ordnet die Bereiche im Bericht."),
    (
        schema.AREAS,
        schema.IN_TOTAL,
        "„ja“, wenn der Bereich in der Summe aller Bereiche zählt, sonst „nein“; leer gilt als "
        "„ja“. Die Spalte kann fehlen.",
    ),
    (Table.POPULATION, "", "Einwohnerinnen und Einwohner am 31.12. des Jahres."),
    (
        Table.POPULATION,
        ALL_INHABITANTS,
        "Alle Gruppen; im Berichtsjahr nötig. Fehlt die Spalte, gilt die erste als Gesamtheit.",
    ),
    (
        Table.POPULATION,
        "weitere Gruppen",
        "Beliebig benannt. Auf welche sich ein Leistungsbereich bezieht, die ist im Berichtsjahr "
        "nötig; die übrigen Altersgruppen dienen der Prüfung der Summen.",
    ),
    (
        Table.RECIPIENTS,
        "",
        "Leistungsbeziehende am 31.12. des Jahres, eine Spalte je Leistungsbereich.",
    ),
    (
        Table.PAYMENTS,
        "",
        "Auszahlungen des Jahres in Euro, eine Spalte je Leistungsbereich.",
    ),
    (schema.INDICATORS, "", "Die Indikatoren der wirtschaftlichen Lage."),
    (schema.INDICATORS, "Schlüssel", "Kurzes Kennwort ohne Umlaute, das sich nie ändert."),
    (schema.INDICATORS, "Bezeichnung", f"Überschrift der Spalte in {Table.ECONOMY}."),
    (schema.INDICATORS, "Einheit", "Einheit der Werte, z. B. %, €, Tsd. €, €/m²."),
    (schema.INDICATORS, "Nachkommastellen", "Stellen nach dem Komma im Bericht, 0 bis 6."),
    (
        schema.INDICATORS,
        "Polarität",
        "Welche Richtung günstig ist: „hoch“, „niedrig“ oder „ohne“ (keine von beiden).",
    ),
    (schema.INDICATORS, "Quelle", "Wer die Werte veröffentlicht hat."),
    (
        Table.ECONOMY,
        "",
        "Werte der Indikatoren, eine Spalte je Indikator; Prozentwerte als Zahl (12,5), nicht im "
        "Prozentformat.",
    ),
    (schema.ABOUT, "", "Angaben zur Ausgabe als Ganzes; der Kontakt kann leer bleiben."),
    (schema.ABOUT, schema.YEAR, "Das Jahr, über das berichtet wird."),
    (schema.ABOUT, schema.DATA_DATE, "Tag, an dem die Daten abgeschlossen wurden."),
    (schema.ABOUT, schema.VERSION, "Fassung dieser Ausgabe, z. B. 1.0."),
    (
        schema.SOURCES,
        "",
        "Herkunft der Zahlen; eine leere Zelle unter Stadt oder Jahr gilt für alle.",
    ),
    (schema.SOURCES, "Blatt", "Blatt, dessen Zahlen aus der Quelle stammen."),
    (schema.SOURCES, "Stadt", "Nur, wenn die Quelle für eine einzelne Stadt gilt."),
    (schema.SOURCES, "Jahr", "Nur, wenn die Quelle für ein einzelnes Jahr gilt."),
    (schema.SOURCES, "Quelle", "Herausgeber, Werk und Tabelle."),
    (schema.SOURCES, "Bemerkung", "Was man beim Lesen der Zahlen wissen muss."),
    (
        schema.SOURCES,
        schema.WORDINGS,
        "Eigene Worte für Zeichen in den Zahlen dieser Quelle, z. B. „. = nicht schätzbar“; "
        "mehrere mit Semikolon getrennt. Die Spalte kann fehlen.",
    ),
    (
        schema.BREAKS,
        "",
        "Ab welchem Jahr sich Werte einer Spalte nicht mehr mit früheren vergleichen lassen; das "
        "Blatt kann fehlen.",
    ),
    (schema.BREAKS, "Blatt", "Blatt der Spalte."),
    (schema.BREAKS, "Spalte", "Überschrift der Spalte, wie sie dort steht."),
    (
        schema.BREAKS,
        schema.BREAK_YEAR,
        "Das erste Jahr, das mit den früheren nicht vergleichbar ist.",
    ),
    (schema.BREAKS, "Anmerkung", "Warum, und woher man es weiß."),
    (
        schema.CONFIRMED,
        "",
        "Auffällige Werte, die richtig sind und nicht mehr gemeldet werden; das Blatt kann fehlen. "
        "Eine Zeile ohne Namen und Begründung ist eine offene Frage.",
    ),
    (schema.CONFIRMED, "Zelle", f"Blatt und Zelle, z. B. {Table.RECIPIENTS}!C7."),
    (schema.CONFIRMED, "Regel", "Kennwort der Regel, wie die Prüfung es nennt."),
    (
        schema.CONFIRMED,
        "Wert",
        "Der Wert, der bestätigt wird, wie die Prüfung ihn nennt. Ändert sich die Zelle, wird "
        "wieder gemeldet.",
    ),
    (schema.CONFIRMED, "Bestätigt von", "Wer den Wert geprüft hat."),
    (schema.CONFIRMED, "Begründung", "Warum der Wert richtig ist."),
    (
        schema.CONFIRMED,
        schema.DOUBT,
        "Was auffällt, wie die Prüfung es nennt; wird nicht gelesen. Die Spalte kann fehlen.",
    ),
)

#: Sign, what it is called, meaning: what may stand in a cell with numbers, or behind a number.
SIGNS: Final = (
    ("- oder 0", "Null", "Nichts vorhanden, genau null."),
    (".", "Unbekannt", "Der Wert ist unbekannt oder geheim zu halten."),
    (
        "x",
        "Entfällt",
        f"{Table.RECIPIENTS} und {Table.PAYMENTS}: Die Stadt ist nicht zuständig. "
        "Andere Blätter: Ein Wert wäre nicht sinnvoll.",
    ),
    ("...", "Später", "Der Wert fällt später an."),
    ("/", "Unsicher", "Der Wert ist nicht sicher genug."),
    ("(12)", "Eingeschränkt", "Die Aussage der Zahl ist eingeschränkt."),
    ("", "Leere Zelle", "Der Wert wurde nicht geliefert."),
    ("12 p", "Vorläufig", "Die Zahl ist vorläufig."),
    ("12 r", "Berichtigt", "Die Zahl wurde berichtigt."),
    ("12 s", "Geschätzt", "Die Zahl ist geschätzt."),
)
