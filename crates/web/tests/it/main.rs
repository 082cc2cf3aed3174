//! Tests of the server, in one program.

mod api;
mod common;
mod guard;
mod hostile;
mod live;
