"""The table of broken press files: what our preflight says of each, and what veraPDF says (2b)."""

from collections.abc import Callable
from typing import NamedTuple

from pikepdf import Pdf

from tests.checks.accessibility.breaking_file import embedded_file
from tests.checks.press import breaking as b
from tests.checks.press import breaking_file as f


class Fault(NamedTuple):
    """A way to break a press file.

    Attributes:
        breaking: changes a good file, or gives the bytes of a broken one.
        ours: codes of our preflight.
        theirs: clauses and tests of PDF/A-2b that veraPDF finds violated.
        why: only ours objects.
    """

    breaking: Callable[[Pdf], bytes | None]
    ours: str
    theirs: str
    why: str = ""

    @property
    def name(self) -> str:
        """Of the broken file."""
        return self.breaking.__name__.replace("_", "-")


_PRESS = "PDF/X-4 asks it, and veraPDF knows nothing of PDF/X"
_PAPER = "no standard asks it, but paper does: a rule of this house"

FAULTS = (
    # What is painted
    Fault(b.rgb_area, "device-rgb", "6.2.4.3-2"),
    Fault(b.rgb_line, "device-rgb", "6.2.4.3-2"),
    Fault(b.rgb_that_paints_nothing, "device-rgb", "6.2.4.3-2"),
    Fault(b.rgb_in_a_form_in_a_form, "device-rgb", "6.2.4.3-2"),
    Fault(b.rgb_in_a_pattern, "device-rgb", "6.2.4.3-2"),
    Fault(b.rgb_in_a_glyph, "device-rgb", "6.2.4.3-2"),
    Fault(b.rgb_image, "device-rgb", "6.2.4.3-2"),
    Fault(b.rgb_image_inline, "device-rgb", "6.2.4.3-2"),
    Fault(b.rgb_shading, "device-rgb", "6.2.4.3-2"),
    Fault(b.palette_of_rgb, "device-rgb", "6.2.4.3-2"),
    Fault(b.colour_with_profile, "not-in-inks", "", _PAPER),
    Fault(b.image_with_profile, "not-in-inks", "", _PAPER),
    Fault(b.lab_colour, "not-in-inks", "", _PAPER),
    Fault(b.calibrated_grey, "not-in-inks", "", _PAPER),
    Fault(b.profile_in_place_of_grey, "not-in-inks", "", _PAPER),
    Fault(b.spot_colour, "extra-plate", "", _PAPER),
    Fault(b.spot_colour_over_rgb, "device-rgb", "6.2.4.3-2"),
    Fault(b.too_much_ink, "too-much-ink", "", _PAPER),
    Fault(b.registration_colour_amid, "too-much-ink", "", _PAPER),
    Fault(b.too_much_ink_in_an_image, "too-much-ink", "", _PAPER),
    Fault(b.too_much_ink_in_a_shading, "too-much-ink", "", _PAPER),
    Fault(b.shading_by_a_program, "ink-unknown", "", _PAPER),
    Fault(b.coloured_small_text, "coloured-small-text", "", _PAPER),
    Fault(b.coloured_text_made_small, "coloured-small-text", "", _PAPER),
    Fault(b.black_text_that_knocks_out, "black-knocks-out", "", _PRESS),
    Fault(b.white_text_that_overprints, "white-overprints", "", _PRESS),
    Fault(b.white_area_that_overprints, "white-overprints", "", _PRESS),
    Fault(b.text_near_the_trim, "text-near-trim", "", _PAPER),
    Fault(b.text_across_the_trim, "text-near-trim", "", _PAPER),
    Fault(b.hairline, "hairline", "", _PAPER),
    Fault(b.line_of_no_width, "hairline", "", _PAPER),
    Fault(b.line_made_thin, "hairline", "", _PAPER),
    Fault(b.coloured_thin_line, "coloured-thin-line", "", _PAPER),
    Fault(b.area_that_ends_at_the_trim, "bleed-missing", "", _PAPER),
    Fault(b.area_that_ends_within_the_bleed, "bleed-missing", "", _PAPER),
    Fault(b.photo_that_ends_at_the_trim, "bleed-missing", "", _PAPER),
    Fault(b.clipped_at_the_trim, "bleed-missing", "", _PAPER),
    Fault(b.see_through_area, "transparent", "", _PAPER),
    Fault(b.see_through_line, "transparent", "", _PAPER),
    Fault(b.blended, "transparent", "", _PAPER),
    Fault(b.soft_mask, "transparent", "", _PAPER),
    Fault(b.group_of_a_page, "transparent", "", _PAPER),
    Fault(b.group_of_a_form, "transparent", "", _PAPER),
    Fault(b.image_with_a_soft_mask, "transparent", "", _PAPER),
    Fault(b.transfer_function, "transfer-function", "6.2.5-1"),
    Fault(b.halftone_by_name, "halftone", "6.2.5-5"),
    Fault(b.unknown_rendering_intent, "rendering-intent", "6.2.6-1"),
    Fault(b.interpolated_image, "interpolated-image", "6.2.8-3"),
    Fault(b.image_with_alternates, "alternate-image", "6.2.8-1"),
    Fault(b.image_elsewhere, "opi", "6.2.8-2"),
    Fault(b.image_of_few_pixels, "image-resolution", "", _PAPER),
    Fault(b.image_that_is_cut_off, "image-malformed", "", "veraPDF does not decode samples"),
    Fault(b.postscript, "postscript", "6.2.9-3"),
    Fault(b.page_of_another_file, "reference-form", "6.2.9-2"),
    Fault(b.unknown_operator, "content-malformed", "6.2.2-1"),
    Fault(b.state_not_restored, "content-malformed", "", "veraPDF passes over it"),
    Fault(b.unknown_font, "content-malformed", "", "veraPDF passes over it where no text is shown"),
    Fault(b.form_that_uses_itself, "content-malformed", "", "veraPDF reads a form once"),
    # Boxes, claims, the file
    Fault(f.no_trim, "trim-missing", "", _PRESS),
    Fault(f.trim_of_no_form, "trim-missing", "6.1.13-11"),
    Fault(f.art_box, "art-box", "", _PRESS),
    Fault(f.no_bleed, "no-bleed-box", "", _PAPER),
    Fault(f.trim_beyond_the_bleed, "boxes-not-nested", "", _PRESS),
    Fault(f.bleed_beyond_the_sheet, "boxes-not-nested", "", _PRESS),
    Fault(f.crop_within_the_bleed, "crop-cuts-bleed", "", _PAPER),
    Fault(f.trims_of_two_sizes, "trims-differ", "", _PAPER),
    Fault(f.no_press_intent, "press-intent-missing", "", _PRESS),
    Fault(f.no_intent, "intent-missing press-intent-missing", "6.2.4.3-3"),
    Fault(f.two_press_intents, "intent-missing press-intent-repeated", "6.2.4.3-3"),
    Fault(f.no_condition, "condition-missing", "", _PRESS),
    Fault(f.no_profile, "intent-profile", "6.2.4.3-3"),
    Fault(
        f.profile_of_three_colours,
        "intent-profile",
        "",
        "veraPDF reads the number of colours from the profile",
    ),
    Fault(f.profile_of_a_screen, "profile-class profile-space profile-tables", "6.2.4.3-3"),
    Fault(f.profile_that_is_none, "not-a-profile", "6.2.3-1 6.2.4.3-3"),
    Fault(f.profile_of_another_version, "profile-version", "6.2.3-1"),
    Fault(f.two_profiles, "profiles-differ", "6.2.3-2"),
    Fault(f.x_not_claimed, "x-not-claimed", "", _PRESS),
    Fault(f.older_x_claimed, "x-not-claimed", "", _PRESS),
    Fault(f.a_not_claimed, "a-not-claimed", "6.6.4-2"),
    Fault(f.no_identifier_in_xmp, "metadata-missing", "", _PRESS),
    Fault(f.no_version, "metadata-missing", "", _PRESS),
    Fault(f.no_date, "metadata-missing", "", _PRESS),
    Fault(f.empty_title, "metadata-missing", "", _PRESS),
    Fault(f.trapped_not_told, "trapped-unknown", "", _PRESS),
    Fault(f.trapping_unknown, "trapped-unknown", "", _PRESS),
    Fault(f.trapped_in_one_place, "metadata-differ", "", _PRESS),
    Fault(f.titles_differ, "metadata-differ", "", "veraPDF has the rule for PDF/A-1 only"),
    Fault(f.no_extension_schemas, "extension-schema", "6.6.2.3.1-1 6.6.2.3.1-2"),
    Fault(f.property_without_schema, "extension-schema", "6.6.2.3.1-1 6.6.2.3.1-2"),
    Fault(f.no_xmp, "xmp-missing", "6.6.2.1-1"),
    Fault(f.malformed_xmp, "xmp-malformed", "6.6.2.1-4 6.6.2.1-5 6.6.4-1"),
    Fault(f.newer_version, "pdf-version", "", _PRESS),
    Fault(f.newer_version_in_the_catalog, "pdf-version", "", _PRESS),
    Fault(f.no_identifier, "identifier-missing", "6.1.3-1"),
    Fault(f.encrypted, "encrypted", "6.1.3-2"),
    Fault(f.script_on_opening, "action", "6.5.1-1"),
    Fault(f.place_on_opening, "action", "", _PRESS),
    Fault(f.named_script, "action", "", "veraPDF does not look into the tree of named scripts"),
    Fault(f.page_action, "action", "6.5.1-1 6.5.2-2"),
    Fault(f.bookmark_with_action, "action", "", _PRESS),
    Fault(f.link, "annotation", "", _PRESS),
    Fault(f.form_field, "form-fields", "", "PDF/A allows fields"),
    Fault(embedded_file, "embedded-file", "6.8-5"),
    Fault(f.layers, "optional-content", "", _PAPER),
    Fault(f.font_not_embedded, "font-not-embedded", "6.2.11.4.1-1"),
    Fault(f.too_few_widths, "font-widths", "6.2.11.2-6"),
)
