//! Whether a text is XMP that every reader of XML takes (ISO 16684-1 §7.3, XML 1.0 §2.1).

/// The name space of the element round all XMP (ISO 16684-1 §7.3.3).
const XMP: &str = "adobe:ns:meta/";

/// How deep elements may stand in each other, how many attributes one may have, and how many prefixes
/// there may be.
const DEPTH: usize = 200;
const ATTRIBUTES: usize = 500;
const PREFIXES: usize = 200;

/// Returns whether octets are XMP: well-formed, in UTF-8, and in the element of that name.
pub(super) fn is_xmp(octets: &[u8]) -> bool {
    let Ok(text) = core::str::from_utf8(octets) else {
        return false;
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
    let mut walk = Walk {
        text,
        rest: text,
        open: Vec::new(),
        known: vec!["xml", "xmlns"],
        named: false,
    };
    text.chars().all(is_letter) && walk.document().is_some() && walk.named
}

/// Whether a document of XML may hold a character (XML 1.0 §2.2).
fn is_letter(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// A document read from front to back.
struct Walk<'a> {
    text: &'a str,
    rest: &'a str,
    /// The elements that are open.
    open: Vec<&'a str>,
    /// Prefixes that are declared.
    known: Vec<&'a str>,
    /// Whether the outermost element is that of XMP.
    named: bool,
}

impl<'a> Walk<'a> {
    /// Reads one element with what stands round it; nothing where it is not well-formed.
    fn document(&mut self) -> Option<()> {
        let mut elements = 0;
        while let Some(start) = self.rest.find('<') {
            let between = self.rest.get(..start)?;
            let outside = self.open.is_empty();
            is_content(between, outside).then_some(())?;
            self.rest = self.rest.get(start + 1..)?;
            elements += usize::from(outside && self.is_start());
            self.markup()?;
        }
        let ended = self.open.is_empty() && elements == 1;
        (ended && is_content(self.rest, true)).then_some(())
    }

    fn is_start(&self) -> bool {
        !self.rest.starts_with(['!', '?', '/'])
    }

    /// Reads what stands behind a `<`.
    fn markup(&mut self) -> Option<()> {
        for (begin, end) in [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")] {
            if let Some(inside) = self.rest.strip_prefix(begin) {
                let at = inside.find(end)?;
                self.rest = inside.get(at + end.len()..)?;
                return Some(());
            }
        }
        if let Some(end) = self.rest.strip_prefix('/') {
            let at = end.find('>')?;
            self.rest = end.get(at + 1..)?;
            return (self.open.pop()? == end.get(..at)?.trim_end()).then_some(());
        }
        self.start()
    }

    /// Reads the tag that starts an element, or that is all of one.
    fn start(&mut self) -> Option<()> {
        let name = self.name()?;
        let from = self.rest;
        let mut attributes = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            let closed = self.take("/>");
            if closed || self.take(">") {
                let tag = from.get(..from.len() - self.rest.len())?;
                if self.open.is_empty() {
                    self.named = name.ends_with(":xmpmeta") && tag.contains(XMP);
                }
                self.open.extend((!closed).then_some(name));
                return (self.open.len() < DEPTH).then_some(());
            }
            let attribute = self.name()?;
            let twice = attributes.contains(&attribute) || attributes.len() >= ATTRIBUTES;
            (!twice).then_some(())?;
            attributes.push(attribute);
            self.value()?;
        }
    }

    fn value(&mut self) -> Option<()> {
        self.rest = self.rest.trim_start().strip_prefix('=')?.trim_start();
        let quote = self.rest.chars().next()?;
        let inside = self.rest.strip_prefix(['"', '\''])?;
        let at = inside.find(quote)?;
        self.rest = inside.get(at + 1..)?;
        let value = inside.get(..at)?;
        (is_content(value, false) && !value.contains('<')).then_some(())
    }

    /// Reads a name, whose prefix is declared somewhere.
    fn name(&mut self) -> Option<&'a str> {
        let stops = |letter: char| letter.is_ascii_whitespace() || "=/><\"'".contains(letter);
        let at = self.rest.find(stops)?;
        let (name, rest) = self.rest.split_at(at);
        self.rest = rest;
        let prefix = name.split_once(':').map(|(prefix, _)| prefix);
        let declared = prefix.is_none_or(|prefix| self.knows(prefix));
        (at > 0 && declared).then_some(name)
    }

    fn knows(&mut self, prefix: &'a str) -> bool {
        if self.known.contains(&prefix) {
            return true;
        }
        self.known.push(prefix);
        self.known.len() < PREFIXES && self.text.contains(&format!("xmlns:{prefix}="))
    }

    fn take(&mut self, word: &str) -> bool {
        let rest = self.rest.strip_prefix(word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

/// Whether a text may stand in an element, or `outside` all of them: every `&` begins a reference.
fn is_content(text: &str, outside: bool) -> bool {
    let mut parts = text.split('&').skip(1);
    let named = |part: &str| {
        let name = part.split_once(';').map(|(name, _)| name);
        let known = ["lt", "gt", "amp", "quot", "apos"];
        name.is_some_and(|name| known.contains(&name) || name.starts_with('#'))
    };
    (!outside || text.trim().is_empty()) && parts.all(named)
}

#[cfg(test)]
mod tests {
    use super::is_xmp;

    const SOUND: &str = "\u{feff}<?xpacket begin='\u{feff}'?>\n<!-- a > b -->\
        <x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:xmptk='a > b'><r:R xmlns:r='r'>\
        <r:D r:about=\"\"/><r:t>A &amp; B &#39;</r:t></r:R ></x:xmpmeta>  <?xpacket end='w'?>";

    #[test]
    fn what_is_well_formed_is_xmp() {
        assert!(is_xmp(SOUND.as_bytes()));
        assert!(!is_xmp(SOUND.replace("adobe", "other").as_bytes()));
    }

    #[test]
    fn what_readers_of_xml_refuse_is_none() {
        for (old, new) in [
            ("&amp;", "&"),
            ("&amp;", "&nbsp;"),
            ("&amp;", "<"),
            ("&amp;", "\u{1}"),
            ("</r:t>", ""),
            ("</r:t>", "</r:u>"),
            ("xmlns:r='r'", ""),
            ("r:about=\"\"", "r:about"),
            ("r:about=\"\"", "r:about=\"\" r:about=\"\""),
            ("r:about=\"\"", "r:about=\"<\""),
            ("-->", "--"),
            ("</x:xmpmeta>", ""),
            ("  <?", "  words <?"),
            ("  <?", "<x:xmpmeta/><?"),
        ] {
            let hurt = SOUND.replacen(old, new, 1);
            assert!(hurt != SOUND && !is_xmp(hurt.as_bytes()), "{new}");
        }
        let octets = [SOUND.as_bytes(), b"\xff"].concat();
        assert!(!is_xmp(&octets) && !is_xmp(b""));
        let deep = SOUND.replacen("<r:t>", &"<r:t>".repeat(300), 1);
        assert!(!is_xmp(
            deep.replacen("</r:t>", &"</r:t>".repeat(300), 1).as_bytes()
        ));
    }
}
