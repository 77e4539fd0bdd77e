//! Reads a cloud architecture from TOML, checks it and draws it.
