//! What is drawn on a page: ink and text, as appearance streams.
