"""The table of broken files: what our own checks say of each, and what veraPDF says."""

from collections.abc import Callable
from typing import NamedTuple

from pikepdf import Pdf

from tests.conformance import breaking as b
from tests.conformance import breaking_file as f


class Fault(NamedTuple):
    """A way to break a file.

    Attributes:
        breaking: changes a good file, or gives the bytes of a broken one.
        ours: code of our own check; empty when it has nothing to say.
        theirs: what veraPDF finds: flavour, clause and test; empty when that is nothing.
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


FAULTS = (
    Fault(b.untagged_area, "", ""),
    Fault(b.untagged_text, "", ""),
    Fault(b.untagged_form, "", ""),
    Fault(b.untagged_image, "", ""),
    Fault(b.interpolated_image, "", ""),
    Fault(b.cmyk_image, "", ""),
    Fault(b.cmyk_image_inline, "", ""),
    Fault(b.postscript, "", ""),
    Fault(b.artifact_in_content, "", ""),
    Fault(b.content_in_artifact, "", ""),
    Fault(b.mark_not_closed, "", ""),
    Fault(b.mark_closed_twice, "", ""),
    Fault(b.number_used_twice, "", ""),
    Fault(b.number_without_element, "", ""),
    Fault(b.parents_swapped, "", ""),
    Fault(b.page_without_parents, "", ""),
    Fault(b.tree_without_parents, "", ""),
    Fault(b.no_tree, "", ""),
    Fault(b.not_marked, "", ""),
    Fault(b.suspects, "", ""),
    Fault(b.figure_without_alt, "", ""),
    Fault(b.figure_with_empty_alt, "", ""),
    Fault(b.figure_without_box, "", ""),
    Fault(b.skipped_heading, "", ""),
    Fault(b.first_heading_is_second, "", ""),
    Fault(b.two_titles, "", ""),
    Fault(b.headings_of_both_kinds, "", ""),
    Fault(b.cell_without_scope, "", ""),
    Fault(b.row_outside_of_table, "", ""),
    Fault(b.item_outside_of_list, "", ""),
    Fault(b.label_outside_of_item, "", ""),
    Fault(b.paragraph_in_list, "", ""),
    Fault(b.cell_in_body, "", ""),
    Fault(b.caption_amid, "", ""),
    Fault(b.ragged_table, "", ""),
    Fault(b.note_without_name, "", ""),
    Fault(b.notes_of_one_name, "", ""),
    Fault(b.nonstandard_type, "", ""),
    Fault(b.circular_role, "", ""),
    Fault(b.standard_type_remapped, "", ""),
    Fault(b.circular_tree, "", ""),
    Fault(b.link_without_contents, "", ""),
    Fault(b.link_outside_of_tree, "", ""),
    Fault(b.link_under_a_paragraph, "", ""),
    Fault(b.link_without_parent, "", ""),
    Fault(b.page_without_tab_order, "", ""),
    Fault(b.hidden_link, "", ""),
    Fault(b.link_that_launches, "", ""),
    Fault(b.link_of_javascript, "", ""),
    Fault(b.untagged_annotation, "", ""),
    Fault(f.no_language, "", ""),
    Fault(f.language_of_no_form, "", ""),
    Fault(f.no_title, "", ""),
    Fault(f.title_not_shown, "", ""),
    Fault(f.ua_not_claimed, "", ""),
    Fault(f.a_not_claimed, "", ""),
    Fault(f.lower_level_claimed, "", ""),
    Fault(f.no_xmp, "", ""),
    Fault(f.malformed_xmp, "", ""),
    Fault(f.titles_differ, "", ""),
    Fault(f.dates_differ, "", ""),
    Fault(f.no_extension_schema, "", ""),
    Fault(f.schema_of_another_property, "", ""),
    Fault(f.property_without_schema, "", ""),
    Fault(f.no_intent, "", ""),
    Fault(f.intent_without_profile, "", ""),
    Fault(f.profile_of_four_colours, "", ""),
    Fault(f.script_on_opening, "", ""),
    Fault(f.named_script, "", ""),
    Fault(f.action_on_closing, "", ""),
    Fault(f.page_action, "", ""),
    Fault(f.encrypted, "", ""),
    Fault(f.no_identifier, "", ""),
    Fault(f.form_fields, "", ""),
    Fault(f.layers, "", ""),
    Fault(f.embedded_file, "", ""),
    Fault(f.transparency_without_colours, "", ""),
    Fault(f.claims_second_part, "", "", attached=True),
    Fault(f.files_not_associated, "", "", attached=True),
    Fault(f.file_of_no_relation, "", "", attached=True),
    Fault(f.file_of_no_type, "", "", attached=True),
    Fault(f.file_of_one_name, "", "", attached=True),
    Fault(f.font_not_embedded, "", ""),
    Fault(f.font_without_unicode, "", ""),
    Fault(f.glyph_without_character, "", ""),
    Fault(f.glyph_that_is_a_byte_order_mark, "", ""),
    Fault(f.glyph_of_private_use, "", ""),
    Fault(f.too_few_widths, "", ""),
    Fault(f.wrong_widths, "", ""),
)
