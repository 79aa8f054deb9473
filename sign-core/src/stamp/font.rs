//! The part of the shipped font that an update uses, embedded.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, dictionary};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use subsetter::{GlyphRemapper, subset};

use super::content::stream;
use super::text::{self, FONT, face, glyph};
use crate::bytes::hash::sha256;
use crate::error::Result;

/// Most lines of a block in a CMap (Adobe Technical Note 5014).
const MOST_LINES: usize = 100;
/// Width of the stems, which no table of the font says; what Noto Sans Regular measures.
const STEM: i64 = 80;
/// `/Flags`: symbolic, since glyphs are named by number (ISO 32000-2 §9.8.2).
const SYMBOLIC: i64 = 4;

/// The glyphs that some texts use, numbered anew.
pub struct Font {
    face: FontRef<'static>,
    glyphs: GlyphRemapper,
    /// New number to character, for those who copy the text out.
    characters: BTreeMap<u16, char>,
}

impl Font {
    /// Takes the glyphs of all texts.
    ///
    /// # Errors
    /// [`crate::Kind::MissingGlyph`] for a character the shipped font lacks.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self> {
        let mut font = Self {
            face: face(),
            glyphs: GlyphRemapper::new(),
            characters: BTreeMap::new(),
        };
        for text in texts {
            text::check(text)?;
            for character in text.chars() {
                font.take(character);
            }
        }
        Ok(font)
    }

    /// Returns the codes of a line: two octets a glyph.
    pub fn encode(&self, line: &str) -> Vec<u8> {
        let number = |c| self.glyphs.get(narrow(glyph(&self.face, c)?));
        line.chars()
            .filter_map(number)
            .flat_map(u16::to_be_bytes)
            .collect()
    }

    /// Hands every object of the font to `add` and returns the number of the font itself: Type 0,
    /// Identity-H, with a subset of TrueType outlines and a way back to Unicode (§9.7).
    pub fn embed(&self, add: &mut dyn FnMut(Object) -> ObjectId) -> ObjectId {
        let outlines = subset(FONT, 0, &self.glyphs).expect("the shipped font can be cut: tested");
        let name = Object::Name(self.name(&outlines));
        let file = add(outline_stream(&outlines).into());
        let descriptor = add(self.descriptor(&name, file).into());
        let descendant = add(self.descendant(&name, descriptor).into());
        let unicode = add(stream(Dictionary::new(), self.cmap().as_bytes()).into());
        add(dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => name, "Encoding" => "Identity-H",
            "DescendantFonts" => vec![descendant.into()], "ToUnicode" => unicode,
        }
        .into())
    }

    fn take(&mut self, character: char) {
        if let Some(glyph) = glyph(&self.face, character) {
            let number = self.glyphs.remap(narrow(glyph));
            self.characters.entry(number).or_insert(character);
        }
    }

    /// Returns a subset's name: six letters that differ between subsets (§9.9.2).
    fn name(&self, outlines: &[u8]) -> Vec<u8> {
        let digest = sha256(outlines).0;
        let mut name: Vec<u8> = digest.iter().take(6).map(|byte| b'A' + byte % 26).collect();
        name.extend_from_slice(b"+NotoSans-Regular");
        name
    }

    fn descriptor(&self, name: &Object, file: ObjectId) -> Dictionary {
        let metrics = self.face.metrics(Size::unscaled(), LocationRef::default());
        let bounds = metrics.bounds.unwrap_or_default();
        let edges = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max];
        dictionary! {
            "Type" => "FontDescriptor", "FontName" => name.clone(), "Flags" => SYMBOLIC,
            "FontBBox" => edges.map(whole).to_vec(), "ItalicAngle" => 0,
            "Ascent" => whole(metrics.ascent), "Descent" => whole(metrics.descent),
            "CapHeight" => whole(metrics.cap_height.unwrap_or(metrics.ascent)), "StemV" => STEM,
            "FontFile2" => file,
        }
    }

    fn descendant(&self, name: &Object, descriptor: ObjectId) -> Dictionary {
        let advance = |old| Object::Integer(rounded(text::advance(&self.face, GlyphId::from(old))));
        let widths: Vec<Object> = self.glyphs.remapped_gids().map(advance).collect();
        dictionary! {
            "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => name.clone(),
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"),
                "Ordering" => Object::string_literal("Identity"), "Supplement" => 0,
            },
            "FontDescriptor" => descriptor, "DW" => 0,
            "W" => vec![Object::Integer(0), Object::Array(widths)], "CIDToGIDMap" => "Identity",
        }
    }

    /// Returns the way back from codes to text (§9.10.3).
    fn cmap(&self) -> String {
        let mut cmap = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
             /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
             /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n",
        );
        let lines: Vec<String> = self
            .characters
            .iter()
            .map(|(code, c)| line(*code, *c))
            .collect();
        for block in lines.chunks(MOST_LINES) {
            cmap += &format!("{} beginbfchar\n{}endbfchar\n", block.len(), block.concat());
        }
        cmap + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    }
}

fn outline_stream(outlines: &[u8]) -> lopdf::Stream {
    let length = i64::try_from(outlines.len()).expect("a font is small");
    stream(dictionary! { "Length1" => length }, outlines)
}

fn line(code: u16, character: char) -> String {
    let mut units = [0; 2];
    let units = character.encode_utf16(&mut units).iter();
    let hex: String = units.map(|unit| format!("{unit:04x}")).collect();
    format!("<{code:04x}> <{hex}>\n")
}

fn narrow(glyph: GlyphId) -> u16 {
    u16::try_from(glyph.to_u32()).expect("the shipped font has under 65,536 glyphs")
}

fn whole(value: f32) -> Object {
    Object::Integer(rounded(f64::from(value)))
}

fn rounded(value: f64) -> i64 {
    value.round() as i64
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use lopdf::{Object, ObjectId};

    use super::Font;
    use crate::error::Kind;

    fn embedded(texts: &[&str]) -> Vec<Object> {
        let mut objects = Vec::new();
        let mut add = |object: Object| -> ObjectId {
            objects.push(object);
            (u32::try_from(objects.len()).unwrap(), 0)
        };
        Font::of(texts.iter().copied()).unwrap().embed(&mut add);
        objects
    }

    #[test]
    fn the_same_texts_give_the_same_objects() {
        let (one, two) = (embedded(&["Zoë", "2026"]), embedded(&["Zoë", "2026"]));
        assert_eq!(format!("{one:?}"), format!("{two:?}"));
        assert_eq!(one.len(), 5);
    }

    #[test]
    fn a_name_costs_a_few_kilobytes() {
        let Object::Stream(file) = &embedded(&["Maximiliane Œuvré 2026-11-22 14:05:33 +01:00"])[0]
        else {
            panic!("the outlines come first");
        };
        assert!(file.content.len() < 8_000, "{}", file.content.len());
    }

    #[test]
    fn every_code_leads_back_to_its_character() {
        let font = Font::of(["aba"]).unwrap();
        let codes = font.encode("aba");
        assert_eq!(codes, [0, 1, 0, 2, 0, 1]);
        assert!(font.cmap().contains("<0001> <0061>\n<0002> <0062>\n"));
    }

    #[test]
    fn a_character_without_a_glyph_is_refused_beforehand() {
        assert_eq!(
            Font::of(["ok", "王"]).err().unwrap().kind,
            Kind::MissingGlyph
        );
    }
}
