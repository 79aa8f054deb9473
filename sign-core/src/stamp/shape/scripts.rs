//! Scripts by their own rules, in both directions.

use core::ops::Range;
use std::collections::{BTreeMap, BTreeSet};

use harfrust::unicode::script;
use harfrust::{Buffer, ClusterLevel, Direction, Script, ShapeOptions, ShaperFont, shape};
use unicode_bidi::ParagraphBidiInfo;

use super::{EM, Glyph, Line, narrow};
use crate::stamp::fonts::Fonts;

/// A part of a line in one font, script and direction.
struct Part {
    range: Range<usize>,
    font: usize,
    script: Option<Script>,
}

/// Sets a line of any text, by the Unicode Bidirectional Algorithm and the rules of each font.
pub(super) fn line(fonts: &Fonts, text: &str) -> Line {
    let bidi = ParagraphBidiInfo::new(text, None);
    let (levels, runs) = bidi.visual_runs(0..text.len());
    let mut glyphs = Vec::new();
    for run in runs {
        let leftwards = levels[run.start].is_rtl();
        let mut parts = parts(fonts, text, run);
        if leftwards {
            parts.reverse();
        }
        for part in parts {
            glyphs.extend(set(fonts, text, &part, leftwards));
        }
    }
    Line {
        glyphs,
        from_right: bidi.paragraph_level.is_rtl(),
        has_actual_text: !levels.iter().any(|level| level.is_rtl()),
        text: text.to_string(),
    }
}

/// Cuts a run into parts of one font and script, in the order of the text.
fn parts(fonts: &Fonts, text: &str, run: Range<usize>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (at, character) in text[run.clone()].char_indices() {
        let start = run.start + at;
        let range = start..start + character.len_utf8();
        let font = fonts.of(character, parts.last().map(|part| part.font));
        let own = script(character.into());
        let own = (own != Script::COMMON && own != Script::INHERITED).then_some(own);
        match parts.last_mut() {
            Some(part) if part.takes(font, own) => {
                part.range.end = range.end;
                part.script = part.script.or(own);
            }
            _ => parts.push(Part {
                range,
                font: font.unwrap_or_default(),
                script: own,
            }),
        }
    }
    parts
}

impl Part {
    /// Whether a character goes on here; one that no font has shapes others.
    fn takes(&self, font: Option<usize>, own: Option<Script>) -> bool {
        let fits = |own| self.script.is_none_or(|script| script == own);
        font.is_none_or(|font| font == self.font) && own.is_none_or(fits)
    }
}

/// Shapes a part; its glyphs come as they are seen.
fn set(fonts: &Fonts, text: &str, part: &Part, leftwards: bool) -> Vec<Glyph> {
    let text = &text[part.range.clone()];
    let font = fonts.shaped(part.font);
    let mut buffer = Buffer::new();
    buffer.push_str(text);
    // A mark is a character of its own, so that a letter says the same with and without one.
    buffer.set_cluster_level(ClusterLevel::MonotoneCharacters);
    buffer.set_script(part.script);
    buffer.set_direction(if leftwards {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    });
    shape(&ShaperFont::new(font), &mut buffer, ShapeOptions::new())
        .expect("the direction is set and no plan is given");
    let scale = EM / f64::from(font.units_per_em().max(1));
    let mut said = clusters(text, &buffer);
    let pairs = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
    pairs
        .map(|(info, place)| Glyph {
            font: part.font,
            id: narrow(info.glyph_id),
            advance: f64::from(place.x_advance) * scale,
            shift: (
                f64::from(place.x_offset) * scale,
                f64::from(place.y_offset) * scale,
            ),
            says: said.remove(&info.cluster).unwrap_or_default(),
        })
        .collect()
}

/// Returns the text of every cluster by where it starts.
fn clusters(text: &str, buffer: &Buffer) -> BTreeMap<u32, String> {
    let infos = buffer.glyph_infos().iter();
    let starts: BTreeSet<u32> = infos.map(|info| info.cluster).collect();
    let ends = starts.iter().skip(1).map(|end| *end as usize);
    let ends = ends.chain([text.len()]);
    let pairs = starts.iter().zip(ends);
    pairs
        .map(|(start, end)| (*start, text[*start as usize..end].to_string()))
        .collect()
}
