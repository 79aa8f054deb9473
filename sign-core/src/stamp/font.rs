//! The part of each font that an update uses, embedded.

use std::cell::RefCell;
use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider as _;
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use subsetter::{GlyphRemapper, subset};

use super::content::stream;
use super::fonts::Fonts;
use super::shape::{EM, Glyph, Line};
use crate::bytes::hash::sha256;
use crate::error::{Kind, Result};

/// Most lines of a block in a CMap (Adobe Technical Note 5014).
const MOST_LINES: usize = 100;
/// Width of the stems, which no table of the font says; what Noto Sans Regular measures.
const STEM: i64 = 80;
/// `/Flags`: symbolic, since glyphs are named by number (ISO 32000-2 §9.8.2).
const SYMBOLIC: i64 = 4;
/// Objects of an embedded font; the last is the font itself.
const OBJECTS: usize = 5;

/// What the texts of an update are set with: fonts, and the glyphs of them that are used.
pub struct Type<'a> {
    pub(super) fonts: &'a Fonts,
    used: RefCell<Vec<Subset>>,
    objects: BTreeMap<usize, [ObjectId; OBJECTS]>,
}

/// The glyphs of one font, numbered anew.
#[derive(Clone, Default)]
struct Subset {
    glyphs: GlyphRemapper,
    /// New number to text, for those who copy it out.
    says: BTreeMap<u16, String>,
}

impl<'a> Type<'a> {
    /// Takes the glyphs of all texts and, from `reserve`, objects for their fonts.
    ///
    /// # Errors
    /// [`crate::Kind::MissingGlyph`] for a character that no font has.
    pub fn of<'t>(
        fonts: &'a Fonts,
        texts: impl IntoIterator<Item = &'t str>,
        reserve: &mut dyn FnMut() -> ObjectId,
    ) -> Result<Self> {
        let mut all = Self {
            fonts,
            used: RefCell::new(vec![Subset::default(); fonts.count()]),
            objects: BTreeMap::new(),
        };
        for text in texts {
            fonts.check(text)?;
            for line in text.lines() {
                let line = Line::of(fonts, line);
                line.glyphs.iter().for_each(|one| {
                    all.code(one);
                });
            }
        }
        let said: Vec<bool> = all
            .used
            .borrow()
            .iter()
            .map(|one| !one.says.is_empty())
            .collect();
        for (font, said) in said.into_iter().enumerate() {
            if said || font == 0 {
                all.objects
                    .insert(font, core::array::from_fn(|_| reserve()));
            }
        }
        Ok(all)
    }

    /// Returns the code of a glyph, which two octets of a shown string hold.
    pub(super) fn code(&self, glyph: &Glyph) -> u16 {
        let mut used = self.used.borrow_mut();
        let subset = &mut used[glyph.font];
        let code = subset.glyphs.remap(glyph.id);
        if !glyph.says.is_empty() {
            subset
                .says
                .entry(code)
                .or_insert_with(|| glyph.says.clone());
        }
        code
    }

    /// Returns the width that a font states for a glyph, in thousandths of the size.
    pub(super) fn stated(&self, glyph: &Glyph) -> f64 {
        advance(&self.fonts.face(glyph.font), glyph.id.into()).round()
    }

    /// Returns what a font is called in the resources.
    pub(super) fn name(font: usize) -> String {
        format!("F{}", font + 1)
    }

    /// Returns the fonts by name, for the resources of what shows them.
    pub(super) fn resources(&self) -> Dictionary {
        let named = self.objects.iter();
        named
            .map(|(font, ids)| (Self::name(*font), Object::Reference(ids[OBJECTS - 1])))
            .collect()
    }

    /// Hands every object of the fonts to `put`: Type 0, Identity-H, with a subset of the outlines
    /// and a way back to Unicode (§9.7).
    ///
    /// # Errors
    /// [`Kind::BadFont`] for a font whose outlines are hurt.
    pub fn embed(self, put: &mut dyn FnMut(ObjectId, Object)) -> Result<()> {
        let used = self.used.into_inner();
        for (font, ids) in &self.objects {
            let face = Embedded::of(self.fonts, *font, &used[*font]).ok_or(Kind::BadFont)?;
            for (id, object) in ids.iter().zip(face.objects(ids)) {
                put(*id, object);
            }
        }
        Ok(())
    }
}

/// A font on its way into a file.
struct Embedded<'a> {
    face: FontRef<'a>,
    subset: &'a Subset,
    name: Object,
    outlines: Vec<u8>,
    /// Whether the outlines are CFF and not TrueType.
    compact: bool,
}

impl<'a> Embedded<'a> {
    fn of(fonts: &'a Fonts, font: usize, used: &'a Subset) -> Option<Self> {
        let face = fonts.face(font);
        let cut = subset(fonts.octets(font), 0, &used.glyphs).ok()?;
        let compact = face.cff().is_ok() && face.glyf().is_err();
        let bare = |cut: &[u8]| {
            let table = FontRef::new(cut)
                .ok()?
                .data_for_tag(skrifa::Tag::new(b"CFF "))?;
            Some(table.as_bytes().to_vec())
        };
        let outlines = match compact {
            true => bare(&cut)?,
            false => cut,
        };
        Some(Self {
            name: Object::Name(name(&face, &outlines)),
            face,
            subset: used,
            outlines,
            compact,
        })
    }

    fn objects(&self, ids: &[ObjectId; OBJECTS]) -> [Object; OBJECTS] {
        let [file, descriptor, descendant, unicode, _] = *ids;
        let font = dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => self.name.clone(),
            "Encoding" => "Identity-H", "DescendantFonts" => vec![descendant.into()],
            "ToUnicode" => unicode,
        };
        [
            self.file().into(),
            self.descriptor(file).into(),
            self.descendant(descriptor).into(),
            stream(Dictionary::new(), self.subset.cmap().as_bytes()).into(),
            font.into(),
        ]
    }

    fn file(&self) -> Stream {
        let length = i64::try_from(self.outlines.len()).expect("a font is small");
        let entries = match self.compact {
            true => dictionary! { "Subtype" => "CIDFontType0C" },
            false => dictionary! { "Length1" => length },
        };
        stream(entries, &self.outlines)
    }

    fn descriptor(&self, file: ObjectId) -> Dictionary {
        let metrics = self.face.metrics(Size::unscaled(), LocationRef::default());
        let whole = |value: f32| Object::Integer(rounded(scaled(&self.face, value.into())));
        let bounds = metrics.bounds.unwrap_or_default();
        let edges = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max];
        let key = if self.compact {
            "FontFile3"
        } else {
            "FontFile2"
        };
        dictionary! {
            "Type" => "FontDescriptor", "FontName" => self.name.clone(), "Flags" => SYMBOLIC,
            "FontBBox" => edges.map(whole).to_vec(), "ItalicAngle" => 0,
            "Ascent" => whole(metrics.ascent), "Descent" => whole(metrics.descent),
            "CapHeight" => whole(metrics.cap_height.unwrap_or(metrics.ascent)), "StemV" => STEM,
            key => file,
        }
    }

    fn descendant(&self, descriptor: ObjectId) -> Dictionary {
        let advance = |old| Object::Integer(rounded(advance(&self.face, GlyphId::from(old))));
        let widths: Vec<Object> = self.subset.glyphs.remapped_gids().map(advance).collect();
        let kind = if self.compact {
            "CIDFontType0"
        } else {
            "CIDFontType2"
        };
        let mut font = dictionary! {
            "Type" => "Font", "Subtype" => kind, "BaseFont" => self.name.clone(),
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"),
                "Ordering" => Object::string_literal("Identity"), "Supplement" => 0,
            },
            "FontDescriptor" => descriptor, "DW" => 0,
            "W" => vec![Object::Integer(0), Object::Array(widths)],
        };
        if !self.compact {
            font.set("CIDToGIDMap", "Identity");
        }
        font
    }
}

impl Subset {
    /// Returns the way back from codes to text (§9.10.3).
    fn cmap(&self) -> String {
        let mut cmap = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
             /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
             /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n",
        );
        let lines: Vec<String> = self
            .says
            .iter()
            .map(|(code, text)| line(*code, text))
            .collect();
        for block in lines.chunks(MOST_LINES) {
            cmap += &format!("{} beginbfchar\n{}endbfchar\n", block.len(), block.concat());
        }
        cmap + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    }
}

/// Returns a subset's name: six letters that differ between subsets, then the font's (§9.9.2).
fn name(face: &FontRef<'_>, outlines: &[u8]) -> Vec<u8> {
    let digest = sha256(outlines).0;
    let mut name: Vec<u8> = digest.iter().take(6).map(|byte| b'A' + byte % 26).collect();
    name.push(b'+');
    let own = face
        .localized_strings(StringId::POSTSCRIPT_NAME)
        .english_or_first();
    let own: String = own.map(|own| own.chars().collect()).unwrap_or_default();
    name.extend(
        own.bytes()
            .filter(|byte| byte.is_ascii_alphanumeric() || *byte == b'-'),
    );
    name
}

fn line(code: u16, text: &str) -> String {
    let hex: String = text
        .encode_utf16()
        .map(|unit| format!("{unit:04x}"))
        .collect();
    format!("<{code:04x}> <{hex}>\n")
}

/// Returns the advance of a glyph in thousandths of the size.
fn advance(face: &FontRef<'_>, glyph: GlyphId) -> f64 {
    let metrics = face.glyph_metrics(Size::unscaled(), LocationRef::default());
    scaled(
        face,
        metrics.advance_width(glyph).unwrap_or_default().into(),
    )
}

/// Returns a length in the font's own units as thousandths of the size.
fn scaled(face: &FontRef<'_>, units: f64) -> f64 {
    let square = face
        .head()
        .map_or(EM, |head| f64::from(head.units_per_em().max(1)));
    units * EM / square
}

fn rounded(value: f64) -> i64 {
    value.round() as i64
}

/// Sets texts in the shipped font, its objects numbered from 11.
#[cfg(test)]
pub(super) fn shipped<'t>(texts: impl IntoIterator<Item = &'t str>) -> Type<'static> {
    static FONTS: std::sync::LazyLock<Fonts> = std::sync::LazyLock::new(Fonts::default);
    let mut numbers = 11..;
    let mut reserve = || (numbers.next().expect("it never ends"), 0);
    Type::of(&FONTS, texts, &mut reserve).expect("tests write what the shipped font has")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use lopdf::Object;

    use super::{Fonts, Type, shipped};
    use crate::error::Kind;
    use crate::stamp::shape::Line;

    fn embedded(texts: &[&str]) -> Vec<Object> {
        let mut objects = Vec::new();
        let with = shipped(texts.iter().copied());
        with.embed(&mut |_, object| objects.push(object)).unwrap();
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
        let with = shipped(["aba"]);
        let line = Line::of(with.fonts, "aba");
        let codes: Vec<u16> = line.glyphs.iter().map(|one| with.code(one)).collect();
        assert_eq!(codes, [1, 2, 1]);
        let cmap = with.used.borrow()[0].cmap();
        assert!(cmap.contains("<0001> <0061>\n<0002> <0062>\n"));
    }

    #[test]
    fn a_character_without_a_glyph_is_refused_beforehand() {
        let fonts = Fonts::default();
        let refused = Type::of(&fonts, ["ok", "王"], &mut || (1, 0));
        assert_eq!(refused.err().unwrap().kind, Kind::MissingGlyph);
    }
}
