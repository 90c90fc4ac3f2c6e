//! Gives the compiler the schema that the documents of the pages are checked against.

fn main() {
    cynic_codegen::register_schema("engawa")
        .from_sdl_file("../../schema.graphql")
        .expect("schema.graphql is the schema")
        .as_default()
        .expect("the schema can be kept beside the build");
    println!("cargo::rerun-if-changed=i18n");
}
