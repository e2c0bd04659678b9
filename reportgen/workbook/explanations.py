"""The German texts of the sheet that explains the workbook."""

from typing import Final

from reportgen.model import Base, Table
from reportgen.workbook import schema

TITLE: Final = "Erläuterung der Arbeitsmappe"

INTRODUCTION: Final = (
    "Aus dieser Arbeitsmappe entsteht für jede Stadt ein Bericht.",
    "Jedes Blatt ist eine Tabelle: In Zeile 1 stehen die Überschriften, darunter die Werte. "
    "Auf den Blättern mit Zahlen steht in jeder Zeile eine Stadt mit einem Jahr.",
    "Die Überschriften und die Namen der Blätter bitte nicht ändern. "
    "Leere Zeilen werden übergangen.",
)

#: Sheet, column, meaning; an empty column stands for the sheet as a whole.
COLUMNS: Final = (
    (schema.CITIES, "", "Die teilnehmenden Städte, eine Zeile je Stadt."),
    (schema.CITIES, "AGS", "Amtlicher Gemeindeschlüssel, 8 Stellen, als Text mit führender Null."),
    (schema.CITIES, "Stadt", "Name; alle anderen Blätter verwenden genau diesen Namen."),
    (schema.CITIES, "Kürzel", "Abkürzung der Stadt im Benchmarking, z. B. D für Düsseldorf."),
    (schema.CITIES, "Amt", "Name des zuständigen Amtes; kann leer bleiben."),
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
        f"Bevölkerung, auf die sich die Dichte bezieht: „{Base.TOTAL}“ oder „{Base.UNDER_65}“.",
    ),
    (schema.AREAS, "Rechtsgrundlage", "Gesetz, z. B. SGB XII, 4. Kapitel."),
    (schema.AREAS, "Reihenfolge", "Ganze Zahl; ordnet die Bereiche im Bericht."),
    (Table.POPULATION, "", "Einwohnerinnen und Einwohner am 31.12. des Jahres."),
    (Table.POPULATION, Base.TOTAL, "Alle Altersgruppen; im Berichtsjahr nötig."),
    (Table.POPULATION, Base.UNDER_65, "Bezugsgröße für das SGB II; im Berichtsjahr nötig."),
    (
        Table.POPULATION,
        "Altersgruppen",
        "Die übrigen Altersgruppen können fehlen; sie dienen der Prüfung der Summen.",
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
    (schema.SOURCES, "", "Herkunft der Zahlen; eine leere Zelle unter Stadt gilt für alle."),
    (schema.SOURCES, "Blatt", "Blatt, dessen Zahlen aus der Quelle stammen."),
    (schema.SOURCES, "Stadt", "Nur, wenn die Quelle für eine einzelne Stadt gilt."),
    (schema.SOURCES, "Quelle", "Herausgeber, Werk und Tabelle."),
    (schema.SOURCES, "Bemerkung", "Was man beim Lesen der Zahlen wissen muss."),
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
