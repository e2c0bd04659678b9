"""What a new workbook says of itself: the sheet that explains it, and a comment at every header.

The texts are German, as everything in a workbook. Their gaps are nouns of the layout, such as
``{unit.many}``, and sheets and columns by the names that the workbook has, such as ``{payments}``.
"""

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from reportgen.model import ALL_INHABITANTS, Table
from reportgen.workbook import schema

TITLE: Final = "Erläuterung der Arbeitsmappe"

_INTRODUCTION: Final = (
    "Aus dieser Arbeitsmappe entstehen die Berichte der {unit.many}.",
    "Jedes Blatt ist eine Tabelle: In Zeile 1 stehen die Überschriften, darunter die Werte. "
    "Auf den Blättern mit Zahlen nennt jede Zeile zuerst Namen und Jahr.",
    "Die Überschriften und die Namen der Blätter bitte nicht ändern. "
    "Leere Zeilen werden übergangen. Gelb ist, was noch fehlt.",
    "Alle Blätter und Spalten sind nötig, außer weiteren Gruppen der Bevölkerung, den Spalten "
    "{peers}, {in_total} und {wordings} und den Blättern {breaks} und {confirmed}. "
    "Was nicht geliefert wird, bleibt leer.",
    "Fehlt die Spalte eines Leistungsbereichs oder Indikators, so gelten ihre Werte mit einer "
    "Warnung als nicht geliefert, ebenso, wenn das Blatt {payments} oder {economy} fehlt. Steht "
    "dafür ein unbekannter Name da, ist es ein Fehler.",
)

#: Sheet, column, meaning; an empty column stands for the sheet as a whole.
_COLUMNS: Final = (
    (schema.CITIES, "", "Die {unit.many}, die verglichen werden, jeweils eine Zeile."),
    (schema.CITIES, "AGS", ""),
    (schema.CITIES, "Stadt", "Name; alle anderen Blätter verwenden genau diesen Namen."),
    (schema.CITIES, "Kürzel", "Abkürzung, die es nur einmal gibt."),
    (schema.CITIES, "Amt", "Name des zuständigen Amtes; kann leer bleiben."),
    (
        schema.CITIES,
        schema.PEERS,
        "{Unit.many} mit demselben Text werden miteinander verglichen, mindestens drei; kann leer "
        "bleiben. Die Spalte kann fehlen.",
    ),
    (schema.AREAS, "", "Die Leistungsbereiche, eine Zeile je Bereich."),
    (schema.AREAS, "Schlüssel", "Kurzes Kennwort ohne Umlaute, das sich nie ändert."),
    (
        schema.AREAS,
        "Kurzbezeichnung",
        "Überschrift der Spalte in {recipients} und {payments}.",
    ),
    (schema.AREAS, "Bezeichnung", "Name des Bereichs, wie er im Bericht steht."),
    (
        schema.AREAS,
        "Bezugsbevölkerung",
        "Bevölkerung, auf die sich die Dichte bezieht: Überschrift einer Spalte in {population}.",
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
        "{Counted.many} am 31.12. des Jahres, eine Spalte je Leistungsbereich.",
    ),
    (
        Table.PAYMENTS,
        "",
        "Auszahlungen des Jahres in Euro, eine Spalte je Leistungsbereich.",
    ),
    (schema.INDICATORS, "", "Die Indikatoren, eine Zeile je Indikator."),
    (schema.INDICATORS, "Schlüssel", "Kurzes Kennwort ohne Umlaute, das sich nie ändert."),
    (schema.INDICATORS, "Bezeichnung", "Überschrift der Spalte in {economy}."),
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
    (schema.ABOUT, schema.PROJECT, "Name des Vergleichs."),
    (schema.ABOUT, schema.PUBLISHER, "Wer den Vergleich herausgibt."),
    (schema.ABOUT, schema.CONTACT, "Adresse für Fragen; kann leer bleiben."),
    (schema.ABOUT, schema.YEAR, "Das Jahr, über das berichtet wird."),
    (schema.ABOUT, schema.DATA_DATE, "Tag, an dem die Daten abgeschlossen wurden."),
    (schema.ABOUT, schema.VERSION, "Fassung dieser Ausgabe, z. B. 1.0."),
    (schema.ABOUT, schema.NOTICE, "Steht auf jeder Seite; kann leer bleiben."),
    (
        schema.SOURCES,
        "",
        "Herkunft der Zahlen; eine leere Zelle unter {unit_column} oder Jahr gilt für alle.",
    ),
    (schema.SOURCES, "Blatt", "Blatt, dessen Zahlen aus der Quelle stammen."),
    (schema.SOURCES, "Stadt", "Nur, wenn die Quelle nicht für alle {unit.many} gilt."),
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
    (schema.CONFIRMED, "Zelle", "Blatt und Zelle, z. B. {recipients}!C7."),
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
_SIGNS: Final = (
    ("- oder 0", "Null", "Nichts vorhanden, genau null."),
    (".", "Unbekannt", "Der Wert ist unbekannt oder geheim zu halten."),
    (
        "x",
        "Entfällt",
        "{recipients} und {payments}: {Unit.the_one} ist nicht zuständig. "
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

#: Of a key: official ones of cities, and those of other units.
_KEYS: Final = {
    False: "Amtlicher Gemeindeschlüssel, 8 Stellen, als Text mit führender Null.",
    True: "Amtlicher oder eigener Schlüssel, als Text mit führender Null; jeder nur einmal.",
}

_NOUN = re.compile(r"\{(\w+\.\w+)\}")


class TemplateTexts(Struct, frozen=True, kw_only=True):
    """The texts of a workbook, with its own names of units, sheets and columns.

    Attributes:
        nouns: forms such as ``unit.many``.
        neutral: sheets and columns have their neutral names.
        payments: payments are compared as well.
    """

    nouns: Mapping[str, str]
    neutral: bool
    payments: bool

    def sheet(self, own: str) -> str:
        """The name that a sheet of the schema has here."""
        return schema.shown_sheet(own, neutral=self.neutral)

    def header(self, sheet: str, own: str) -> str:
        """The name that a column of the schema has here; `sheet` is the schema's name."""
        return schema.shown_header(sheet, own, neutral=self.neutral)

    @property
    def introduction(self) -> tuple[str, ...]:
        """Sentences on the workbook as a whole."""
        return tuple(map(self._filled, _INTRODUCTION))

    @property
    def columns(self) -> tuple[tuple[str, str, str], ...]:
        """Sheet, column, meaning by their own names; without column of the sheet as a whole."""
        return tuple(
            (sheet, column, self._filled(text or _KEYS[self.neutral]))
            for sheet, column, text in _COLUMNS
            if self.payments or sheet != Table.PAYMENTS
        )

    @property
    def signs(self) -> tuple[tuple[str, str, str], ...]:
        """Sign, what it is called, meaning."""
        return tuple((sign, name, self._filled(text)) for sign, name, text in _SIGNS)

    def _filled(self, text: str) -> str:
        def noun(gap: re.Match[str]) -> str:
            form = self.nouns[gap[1].lower()]
            return form[:1].upper() + form[1:] if gap[1][0].isupper() else form

        if not self.payments:
            text = text.replace(" und {payments}", "").replace("{payments} oder ", "")
        return _NOUN.sub(noun, text).format(
            population=self.sheet(Table.POPULATION),
            recipients=self.sheet(Table.RECIPIENTS),
            payments=self.sheet(Table.PAYMENTS),
            economy=self.sheet(Table.ECONOMY),
            in_total=self.header(schema.AREAS, schema.IN_TOTAL),
            unit_column=self.header(schema.SOURCES, "Stadt"),
            wordings=schema.WORDINGS,
            confirmed=schema.CONFIRMED,
            peers=schema.PEERS,
            breaks=schema.BREAKS,
        )
