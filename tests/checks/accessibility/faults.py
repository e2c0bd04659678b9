"""The table of broken files: what our own checks say of each, and what veraPDF says."""

from collections.abc import Callable
from typing import NamedTuple

from pikepdf import Pdf

from tests.checks.accessibility import breaking as b
from tests.checks.accessibility import breaking_file as f


class Fault(NamedTuple):
    """A way to break a file.

    Attributes:
        breaking: changes a good file, or gives the bytes of a broken one.
        ours: codes of our own checks; empty when they have nothing to say.
        theirs: what veraPDF finds, as ``flavour clause-test ..., flavour ...``; empty when that is
            nothing.
        why: only one of both objects.
        attached: the good file is one with data inside, a PDF/A-3.
    """

    breaking: Callable[[Pdf], bytes | None]
    ours: str
    theirs: str
    why: str = ""
    attached: bool = False

    @property
    def name(self) -> str:
        """Of the broken file."""
        return self.breaking.__name__.replace("_", "-")

    @property
    def archive(self) -> str:
        """The flavour of PDF/A that the broken file claims."""
        return "3a" if self.attached and self.breaking is not f.claims_second_part else "2a"


FAULTS = (
    # What is drawn
    Fault(b.untagged_area, "untagged-content", "ua1 7.1-3"),
    Fault(b.untagged_text, "untagged-content", "ua1 7.1-3"),
    Fault(b.untagged_form, "untagged-content", "", "veraPDF judges a form where it is first drawn"),
    Fault(b.untagged_image, "untagged-content", "ua1 7.1-3"),
    Fault(b.interpolated_image, "interpolated-image", "2a 6.2.8-3"),
    Fault(b.cmyk_image, "device-cmyk", "2a 6.2.4.3-3"),
    Fault(b.cmyk_image_inline, "device-cmyk", "2a 6.2.4.3-3"),
    Fault(b.postscript, "postscript", "2a 6.2.9-3"),
    Fault(b.artifact_in_content, "artifact-in-content", "ua1 7.1-1 7.1-2"),
    Fault(b.content_in_artifact, "content-in-artifact", "ua1 7.1-2"),
    Fault(b.mark_not_closed, "unbalanced-marks", "ua1 7.1-3"),
    Fault(b.mark_closed_twice, "unbalanced-marks", "", "veraPDF passes over an EMC too many"),
    Fault(
        b.number_used_twice,
        "repeated-number",
        "",
        "veraPDF asks for an element, not for one of its own",
    ),
    Fault(b.number_without_element, "wrong-parent", "ua1 7.1-3"),
    # The tree
    Fault(
        b.parents_swapped,
        "wrong-parent",
        "",
        "veraPDF asks for some parent, not whether that parent has the content",
    ),
    Fault(b.page_without_parents, "wrong-parent", "ua1 7.1-3"),
    Fault(b.tree_without_parents, "link-untagged wrong-parent", "ua1 7.1-3 7.18.5-1"),
    Fault(b.no_tree, "link-untagged structure-missing", "ua1 7.1-3 7.1-11 7.18.5-1, 2a 6.7.3.3-1"),
    Fault(b.not_marked, "not-marked", "ua1 6.2-1, 2a 6.7.2.2-1"),
    Fault(b.suspects, "suspects", "ua1 7.1-4"),
    Fault(b.figure_without_alt, "alt-missing", "ua1 7.3-1"),
    Fault(b.figure_with_empty_alt, "alt-missing", "ua1 7.3-1"),
    Fault(
        b.figure_without_box,
        "box-missing",
        "",
        "PDF/UA-1 leaves it to ISO 32000-1, 14.8.5.4.3; we always know the box",
    ),
    Fault(b.skipped_heading, "skipped-heading", "ua1 7.4.2-1"),
    Fault(b.first_heading_is_second, "skipped-heading", "ua1 7.4.2-1"),
    Fault(b.two_titles, "second-title", "", "PDF/UA-1 allows it; a profile has one title"),
    Fault(b.headings_of_both_kinds, "mixed-headings", "ua1 7.4.4-2 7.4.4-3"),
    Fault(
        b.cell_without_scope,
        "scope-missing",
        "",
        "veraPDF objects (7.5-1) only where no place gives away what cells head",
    ),
    Fault(b.row_outside_of_table, "wrong-place", "ua1 7.2-4"),
    Fault(b.item_outside_of_list, "wrong-place", "ua1 7.2-17"),
    Fault(
        b.label_outside_of_item, "wrong-place", "", "veraPDF has no rule for the parent of a label"
    ),
    Fault(b.paragraph_in_list, "wrong-place", "ua1 7.2-18 7.2-19"),
    Fault(b.cell_in_body, "wrong-place", "ua1 7.2-9 7.2-37"),
    Fault(b.caption_amid, "caption-place", "ua1 7.2-16"),
    Fault(b.ragged_table, "ragged-table", "ua1 7.2-43"),
    Fault(b.note_without_name, "note-name", "ua1 7.9-1"),
    Fault(b.notes_of_one_name, "note-name", "ua1 7.9-2"),
    Fault(b.nonstandard_type, "nonstandard-type", "ua1 7.1-5, 2a 6.7.3.4-1"),
    Fault(b.circular_role, "nonstandard-type", "ua1 7.1-6, 2a 6.7.3.4-2"),
    Fault(b.standard_type_remapped, "standard-type-mapped", "ua1 7.1-7"),
    Fault(b.circular_tree, "circular-tree", "", "veraPDF passes over an element that it has seen"),
    # Links and other annotations
    Fault(b.link_without_contents, "link-contents", "ua1 7.18.1-2 7.18.5-2"),
    Fault(
        b.link_outside_of_tree,
        "link-untagged",
        "",
        "veraPDF is content with the way from the annotation to the element",
    ),
    Fault(b.link_under_a_paragraph, "link-untagged", "ua1 7.18.5-1"),
    Fault(b.link_without_parent, "link-untagged", "ua1 7.18.5-1"),
    Fault(b.page_without_tab_order, "tab-order", "ua1 7.18.3-1"),
    Fault(b.link_not_printed, "annotation-flags", "2a 6.3.2-1"),
    Fault(b.hidden_link, "annotation-flags", "2a 6.3.2-2"),
    Fault(b.link_that_launches, "action", "2a 6.5.1-1"),
    Fault(b.link_of_javascript, "action", "2a 6.5.1-1"),
    Fault(b.untagged_annotation, "annotation-untagged", "ua1 7.18.1-1"),
    # What the file says of itself
    Fault(f.no_language, "language-missing", "ua1 7.2-2 7.2-22 7.2-24 7.2-30 7.2-32 7.2-33 7.2-34"),
    Fault(f.language_of_no_form, "language-malformed", "ua1 7.2-29, 2a 6.7.4-1"),
    Fault(f.no_title, "title-missing", "ua1 7.1-9"),
    Fault(f.title_not_shown, "title-not-shown", "ua1 7.1-10"),
    Fault(f.ua_not_claimed, "ua-not-claimed", "ua1 5-1"),
    Fault(f.a_not_claimed, "a-not-claimed", "2a 6.6.4-2"),
    Fault(f.lower_level_claimed, "a-not-claimed", "2a 6.6.4-3"),
    Fault(f.no_xmp, "xmp-missing", "ua1 7.1-8, 2a 6.6.2.1-1"),
    Fault(f.malformed_xmp, "xmp-malformed", "ua1 5-1 7.1-9, 2a 6.6.2.1-4 6.6.2.1-5 6.6.4-1"),
    Fault(f.titles_differ, "metadata-differ", "", "veraPDF has the rule for PDF/A-1 only"),
    Fault(f.dates_differ, "metadata-differ", "", "veraPDF has the rule for PDF/A-1 only"),
    Fault(f.no_extension_schema, "extension-schema", "2a 6.6.2.3.1-1 6.6.2.3.1-2"),
    Fault(f.schema_of_another_property, "extension-schema", "2a 6.6.2.3.1-1 6.6.2.3.1-2"),
    Fault(f.property_without_schema, "extension-schema", "2a 6.6.2.3.1-1 6.6.2.3.1-2"),
    Fault(f.no_intent, "intent-missing", "2a 6.2.4.3-2"),
    Fault(f.intent_without_profile, "intent-profile", "2a 6.2.3-1 6.2.4.3-2"),
    Fault(
        f.profile_of_four_colours,
        "intent-profile",
        "",
        "veraPDF reads the number of colours from the profile",
    ),
    # What must not be there
    Fault(f.script_on_opening, "action", "2a 6.5.1-1"),
    Fault(f.named_script, "action", "", "veraPDF does not look into the tree of named scripts"),
    Fault(f.action_on_closing, "action", "2a 6.5.1-1 6.5.2-1"),
    Fault(f.page_action, "action", "2a 6.5.1-1 6.5.2-2"),
    Fault(f.encrypted, "encrypted", "2a 6.1.3-2"),
    Fault(f.no_identifier, "identifier-missing", "2a 6.1.3-1"),
    Fault(f.form_fields, "field-appearance", "2a 6.4.1-3"),
    Fault(f.layers, "layers-unnamed", "ua1 7.10-1, 2a 6.9-1"),
    Fault(f.embedded_file, "embedded-file", "2a 6.8-5"),
    Fault(f.claims_second_part, "embedded-file", "2a 6.8-5", attached=True),
    # Files inside
    Fault(f.files_not_associated, "embedded-file", "3a 6.8-4", attached=True),
    Fault(f.file_of_no_relation, "embedded-file", "3a 6.8-3", attached=True),
    Fault(f.file_of_no_type, "embedded-file", "3a 6.8-1", attached=True),
    Fault(f.file_of_one_name, "file-unnamed", "ua1 7.11-1, 3a 6.8-2", attached=True),
    # Fonts
    Fault(f.font_not_embedded, "font-not-embedded", "ua1 7.21.4.1-1, 2a 6.2.11.4.1-1"),
    Fault(f.font_without_unicode, "font-without-unicode", "ua1 7.21.7-1, 2a 6.2.11.7.2-1"),
    Fault(f.glyph_without_character, "font-wrong-unicode", "ua1 7.21.7-2, 2a 6.2.11.7.2-2"),
    Fault(f.glyph_that_is_a_byte_order_mark, "font-wrong-unicode", "ua1 7.21.7-2, 2a 6.2.11.7.2-2"),
    Fault(f.glyph_of_private_use, "font-wrong-unicode", "2a 6.2.11.7.3-1"),
    Fault(f.too_few_widths, "font-widths", "2a 6.2.11.2-6"),
    Fault(
        f.wrong_widths,
        "",
        "ua1 7.21.5-1, 2a 6.2.11.5-1",
        "both come from the font file; to compare them takes too long for every build",
    ),
)
