//! Every setting, its unit, default and environment name.
