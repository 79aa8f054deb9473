//! The route table, one line a route.
