//! One signer's update.
