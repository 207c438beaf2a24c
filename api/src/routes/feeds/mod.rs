pub mod commune;
