//! Talks to an Ollama server with the client that progenitor makes.

use futures_util::TryStreamExt;
use ollama::types::{ChatRequest, ChatResponse, Message, ShowRequest, Tool};
use ollama::{Client, ClientInfo, Error};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::io::AsyncBufReadExt;
use tokio_util::io::StreamReader;

type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    // `Client::new` gives up after 15 seconds, in which a model may not even be loaded.
    let host = std::env::var("OLLAMA_HOST")?;
    let client = Client::new_with_client(&host, reqwest::Client::new());

    let answer = chat(&client, vec![user("Why is the sky blue?")?]).await?;
    println!("chat: {}", answer.content.unwrap_or_default());

    let (mut count, mut text) = (0, String::new());
    let request: ChatRequest = ChatRequest::builder()
        .model("llama3.2")
        .stream(true)
        .messages(vec![user("Count to three.")?])
        .try_into()?;
    let url = format!("{}/api/chat", client.baseurl());
    let raw = client.client().post(url).json(&request).send().await?;
    let mut lines = StreamReader::new(raw.bytes_stream().map_err(std::io::Error::other)).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some(error) = serde_json::from_str::<Value>(&line)?.get("error") {
            return Err(error.as_str().unwrap_or_default().into());
        }
        let piece: ChatResponse = serde_json::from_str(&line)?;
        text += piece.message.content.as_deref().unwrap_or_default();
        count += 1;
    }
    println!("stream: {count} lines: {text}");

    let mut messages = vec![user("How is the weather in Lisbon?")?];
    let asked = chat(&client, messages.clone()).await?;
    let call = asked.tool_calls[0].function.clone();
    messages.push(asked);
    messages.push(serde_json::from_value(
        json!({"role": "tool", "tool_name": call.name, "content": "22"}),
    )?);
    let answer = chat(&client, messages).await?.content.unwrap_or_default();
    println!("tool: {}({}) -> {answer}", call.name, Value::Object(call.arguments));

    let file = "hi!\n";
    let sum = Sha256::digest(file);
    let hex: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    let digest = format!("sha256:{hex}");
    let uploaded = client.upload_blob().digest(&*digest).body(file).send().await?;
    if uploaded.status() == 201 {
        println!("blob: {digest} created");
    }

    let missing = ShowRequest::builder().model("nope");
    if let Err(Error::ErrorResponse(refused)) = client.show_model().body(missing).send().await {
        println!("error: {} {}", refused.status().as_u16(), refused.error);
    }
    Ok(())
}

/// Asks for a complete answer. `stream` has no default here: false asks for one JSON object.
async fn chat(client: &Client, messages: Vec<Message>) -> Result<Message, Failure> {
    let weather: Tool = serde_json::from_value(json!({
        "type": "function",
        "function": {
            "name": "get_weather",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
        }
    }))?;
    let request = ChatRequest::builder()
        .model("llama3.2")
        .stream(false)
        .messages(messages)
        .tools(vec![weather]);
    Ok(client.generate_chat().body(request).send().await?.into_inner().message)
}

fn user(text: &str) -> Result<Message, Failure> {
    Ok(Message::builder().role("user".to_string()).content(text.to_string()).try_into()?)
}
