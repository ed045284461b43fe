//! Talks to an Ollama server with the client that progenitor makes.

use futures_util::TryStreamExt;
use ollama::types::{ChatRequest, ChatResponse, Message, ShowRequest};
use ollama::{Client, ClientInfo, Error};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::io::AsyncBufReadExt;
use tokio_util::io::StreamReader;

type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    // `Client::new` has a timeout of 15 seconds, and loading a model may take longer.
    let host = std::env::var("OLLAMA_HOST")?;
    let client = Client::new_with_client(&host, reqwest::Client::new());

    let answer = chat(&client, vec![user("Why is the sky blue?")?]).await?;
    println!("chat: {}", answer.content.unwrap_or_default());

    let counting: ChatRequest = ChatRequest::builder()
        .model("llama3.2")
        .stream(true)
        .messages(vec![user("Count to three.")?])
        .try_into()?;
    let url = format!("{}/api/chat", client.baseurl());
    let raw = client.client().post(url).json(&counting).send().await?;
    let mut lines = StreamReader::new(raw.bytes_stream().map_err(std::io::Error::other)).lines();
    print!("stream: ");
    while let Some(line) = lines.next_line().await? {
        if let Some(error) = serde_json::from_str::<Value>(&line)?.get("error") {
            return Err(error.as_str().unwrap_or_default().into());
        }
        let piece: ChatResponse = serde_json::from_str(&line)?;
        print!("[{}]", piece.message.content.unwrap_or_default());
    }
    println!();

    let question = user("How is the weather in Lisbon?")?;
    let asked = chat(&client, vec![question.clone()]).await?;
    let call = asked.tool_calls[0].function.clone();
    let result = json!({"role": "tool", "tool_name": call.name, "content": "22"});
    let answer = chat(&client, vec![question, asked, serde_json::from_value(result)?]).await?;
    let text = answer.content.unwrap_or_default();
    println!("tool: {}({}) -> {text}", call.name, Value::Object(call.arguments));

    let file = "hi!\n";
    let hex: String = Sha256::digest(file).iter().map(|byte| format!("{byte:02x}")).collect();
    let digest = format!("sha256:{hex}");
    let uploaded = client.upload_blob().digest(&*digest).body(file).send().await?;
    println!("blob: {digest} {}", uploaded.status().as_u16()); // 201, or 200 if it was there.

    let missing = ShowRequest::builder().model("nope");
    if let Err(Error::ErrorResponse(refused)) = client.show_model().body(missing).send().await {
        println!("error: {} {}", refused.status().as_u16(), refused.error);
    }
    Ok(())
}

/// Asks for a complete answer. `stream` has no default here: false asks for one JSON object.
async fn chat(client: &Client, messages: Vec<Message>) -> Result<Message, Failure> {
    let city = json!({"type": "object", "properties": {"city": {"type": "string"}}});
    let weather = json!({"function": {"name": "get_weather", "parameters": city}});
    let tools = vec![serde_json::from_value(weather)?];
    let request =
        ChatRequest::builder().model("llama3.2").stream(false).messages(messages).tools(tools);
    Ok(client.generate_chat().body(request).send().await?.into_inner().message)
}

fn user(text: &str) -> Result<Message, Failure> {
    Ok(Message::builder().role("user".to_string()).content(text.to_string()).try_into()?)
}
