//! Where a field goes: from what is seen on a page to PDF user space.
