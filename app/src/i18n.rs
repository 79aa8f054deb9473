//! Every text of the product, in French and English, as typed keys.
