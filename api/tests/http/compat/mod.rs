//! The compatible API, as clients of Acceslibre use it.

mod filters;
mod shapes;
mod writing;
