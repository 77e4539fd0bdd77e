//! The program as its users meet it: good files, careless ones and hostile ones. Every answer must be clear, have the
//! right exit code, and leave nothing half-written.
#![allow(clippy::unwrap_used)]

mod answers;
mod custom;
mod editors;
mod embed;
mod fixes;
mod folder;
mod good;
mod hostile;
mod icons;
mod includes;
mod known;
mod large;
mod lock;
mod metrics;
mod mistakes;
mod outputs;
mod reports;
mod serve;
mod settings;
mod sheets;
mod start;
mod themes;
mod what_if;
