//! What was drawn on the pad, step by step: each can be taken back and done again.

use sign_core::stamp::ink::Stroke;

/// Something that was done to the ink.
#[derive(Clone, Debug, PartialEq)]
enum Deed {
    /// The last stroke was drawn.
    Drew,
    /// All these strokes were cleared.
    Cleared(Vec<Stroke>),
}

/// Something that was taken back.
#[derive(Clone, Debug, PartialEq)]
enum Undone {
    /// This stroke.
    Stroke(Stroke),
    /// A clearing.
    Clearing,
}

/// The deeds since the pad was opened; strokes from before are taken back one by one, too.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    done: Vec<Deed>,
    undone: Vec<Undone>,
}

impl History {
    /// A stroke begins: what was taken back is gone.
    pub fn drew(&mut self) {
        self.done.push(Deed::Drew);
        self.undone.clear();
    }

    /// Clears the pad.
    pub fn clear(&mut self, strokes: &mut Vec<Stroke>) {
        if !strokes.is_empty() {
            self.done.push(Deed::Cleared(std::mem::take(strokes)));
            self.undone.clear();
        }
    }

    /// Takes the last deed back.
    pub fn undo(&mut self, strokes: &mut Vec<Stroke>) {
        if let Some(Deed::Cleared(all)) = self.done.pop_if(|deed| *deed != Deed::Drew) {
            *strokes = all;
            self.undone.push(Undone::Clearing);
        } else if let Some(stroke) = strokes.pop() {
            self.done.pop();
            self.undone.push(Undone::Stroke(stroke));
        }
    }

    /// Does again what was taken back last.
    pub fn redo(&mut self, strokes: &mut Vec<Stroke>) {
        match self.undone.pop() {
            Some(Undone::Stroke(stroke)) => {
                strokes.push(stroke);
                self.done.push(Deed::Drew);
            }
            Some(Undone::Clearing) => {
                self.done.push(Deed::Cleared(std::mem::take(strokes)));
            }
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use sign_core::stamp::ink::Stroke;

    use super::History;

    fn stroke(pen: bool) -> Stroke {
        Stroke {
            points: Vec::new(),
            pen,
        }
    }

    fn drawn() -> (History, Vec<Stroke>) {
        let (mut history, strokes) = (History::default(), vec![stroke(false), stroke(true)]);
        history.drew();
        history.drew();
        (history, strokes)
    }

    #[test]
    fn what_was_taken_back_can_be_done_again() {
        let (mut history, mut strokes) = drawn();
        history.undo(&mut strokes);
        assert_eq!(strokes, [stroke(false)]);
        history.undo(&mut strokes);
        history.undo(&mut strokes);
        assert_eq!(strokes, []);
        history.redo(&mut strokes);
        history.redo(&mut strokes);
        history.redo(&mut strokes);
        assert_eq!(strokes, [stroke(false), stroke(true)]);
    }

    #[test]
    fn clearing_is_one_deed_both_ways() {
        let (mut history, mut strokes) = drawn();
        history.clear(&mut strokes);
        assert_eq!(strokes, []);
        history.undo(&mut strokes);
        assert_eq!(strokes.len(), 2);
        history.redo(&mut strokes);
        assert_eq!(strokes, []);
        history.undo(&mut strokes);
        history.undo(&mut strokes);
        assert_eq!(strokes, [stroke(false)]);
    }

    #[test]
    fn a_new_stroke_ends_what_could_be_done_again() {
        let (mut history, mut strokes) = drawn();
        history.undo(&mut strokes);
        strokes.push(stroke(false));
        history.drew();
        history.redo(&mut strokes);
        assert_eq!(strokes, [stroke(false), stroke(false)]);
    }

    #[test]
    fn strokes_kept_over_a_reload_are_taken_back_too() {
        let (mut history, mut strokes) = (History::default(), vec![stroke(false), stroke(true)]);
        history.undo(&mut strokes);
        assert_eq!(strokes, [stroke(false)]);
        history.redo(&mut strokes);
        assert_eq!(strokes, [stroke(false), stroke(true)]);
    }
}
