import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import ollama.*;
import ollama.api.*;
import ollama.model.*;

/** Talks to an Ollama server with the client that OpenAPI Generator makes, library `okhttp-gson`. */
public class Program {
    public static void main(String[] arguments) throws Exception {
        // Without the second call the timeout is 10 seconds; loading a model takes longer.
        ApiClient client = new ApiClient().setBasePath(System.getenv("OLLAMA_HOST"));
        client.setReadTimeout(0);
        GenerationApi generation = new GenerationApi(client);

        // `stream` is false unless it is set: the answer is one JSON object.
        ChatResponse answer = generation.generateChat(question("Why is the sky blue?"));
        System.out.println("chat: " + answer.getMessage().getContent());

        ChatRequest count = question("Count to three.").stream(true);
        try (Response raw = generation.generateChatCall(count, null).execute()) {
            System.out.print("stream: ");
            for (String line; (line = raw.body().source().readUtf8Line()) != null; ) {
                JsonObject piece = JsonParser.parseString(line).getAsJsonObject();
                if (piece.has("error")) {
                    throw new IllegalStateException(piece.get("error").getAsString());
                }
                ChatResponse part = JSON.deserialize(line, ChatResponse.class);
                System.out.print("[" + part.getMessage().getContent() + "]");
            }
            System.out.println();
        }

        var city = Map.of("city", new ToolProperty().type("string"));
        Tool weather = new Tool().function(new ToolFunction().name("get_weather")
            .parameters(new ToolFunctionParameters().properties(city).required(List.of("city"))));
        ChatRequest chat = question("How is the weather in Lisbon?").addToolsItem(weather);
        Message asked = generation.generateChat(chat).getMessage();
        ToolCallFunction call = asked.getToolCalls().get(0).getFunction();
        Message result = new Message().role("tool").toolName(call.getName()).content("22");
        answer = generation.generateChat(chat.addMessagesItem(asked).addMessagesItem(result));
        System.out.printf("tool: %s(%s) -> %s%n", call.getName(), JSON.serialize(call.getArguments()),
            answer.getMessage().getContent());

        Path file = Files.writeString(Files.createTempFile("blob", null), "hi!\n");
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        String digest = "sha256:" + HexFormat.of().formatHex(sum);
        var uploaded = new BlobsApi(client).uploadBlobWithHttpInfo(digest, file.toFile());
        System.out.printf("blob: %s %d%n", digest, uploaded.getStatusCode()); // 200 if it was there.

        try {
            new ModelsApi(client).showModel(new ShowRequest().model("nope"));
        } catch (ApiException refused) {
            ErrorBody error = JSON.deserialize(refused.getResponseBody(), ErrorBody.class);
            System.out.printf("error: %d %s%n", refused.getCode(), error.getError());
        }
    }

    static ChatRequest question(String text) {
        return new ChatRequest().model("llama3.2").addMessagesItem(new Message().role("user").content(text));
    }
}
