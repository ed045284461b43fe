//! Answers each sample on standard input with what the generated models make of it.
//!
//! The list of models is written beside this file, for Rust cannot look a type up by its name.

mod models;

use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Sample {
    id: Value,
    schema: String,
    body: Value,
}

fn main() {
    for line in std::io::stdin().lines() {
        let line = line.expect("standard input is UTF-8");
        let sample: Sample = serde_json::from_str(&line).expect("a line is a sample");
        // The body stays a text: a JSON value of ours would turn single precision into double.
        match models::round_trip(&sample.schema, &sample.body.to_string()) {
            Ok(body) => println!(r#"{{"id":{},"body":{body}}}"#, sample.id),
            Err(error) => println!("{}", json!({"id": sample.id, "error": error.to_string()})),
        }
    }
}

fn through<Model>(body: &str) -> serde_json::Result<String>
where
    Model: serde::de::DeserializeOwned + serde::Serialize,
{
    serde_json::to_string(&serde_json::from_str::<Model>(body)?)
}
