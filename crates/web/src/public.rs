//! Pages that everybody may read.

pub mod display;
pub mod landing;
pub mod work_detail;
pub mod work_list;
