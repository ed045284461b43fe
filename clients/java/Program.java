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
        // Without the second call a read gives up after 10 seconds; loading a model takes longer.
        ApiClient client = new ApiClient().setBasePath(System.getenv("OLLAMA_HOST"));
        client.setReadTimeout(0);
        GenerationApi generation = new GenerationApi(client);

        // `stream` is false unless it is set: the answer is one JSON object.
        ChatResponse answer = generation.generateChat(question("Why is the sky blue?"));
        System.out.println("chat: " + answer.getMessage().getContent());

        ChatRequest count = question("Count to three.").stream(true);
        try (Response raw = generation.generateChatCall(count, null).execute()) {
            int lines = 0;
            String text = "";
            for (String line; (line = raw.body().source().readUtf8Line()) != null; lines++) {
                JsonObject piece = JsonParser.parseString(line).getAsJsonObject();
                if (piece.has("error")) {
                    throw new IllegalStateException(piece.get("error").getAsString());
                }
                text += JSON.<ChatResponse>deserialize(line, ChatResponse.class).getMessage().getContent();
            }
            System.out.println("stream: " + lines + " lines: " + text);
        }

        Tool weather = new Tool().type("function").function(new ToolFunction().name("get_weather")
            .parameters(new ToolFunctionParameters().type("object").required(List.of("city"))
                .properties(Map.of("city", new ToolProperty().type("string")))));
        ChatRequest chat = question("How is the weather in Lisbon?").addToolsItem(weather);
        Message asked = generation.generateChat(chat).getMessage();
        ToolCallFunction call = asked.getToolCalls().get(0).getFunction();
        chat.addMessagesItem(asked);
        chat.addMessagesItem(new Message().role("tool").toolName(call.getName()).content("22"));
        System.out.println("tool: " + call.getName() + "(" + JSON.serialize(call.getArguments()) + ") -> "
            + generation.generateChat(chat).getMessage().getContent());

        Path file = Files.writeString(Files.createTempFile("blob", ".txt"), "hi!\n");
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        String digest = "sha256:" + HexFormat.of().formatHex(sum);
        var uploaded = new BlobsApi(client).uploadBlobWithHttpInfo(digest, file.toFile());
        if (uploaded.getStatusCode() == 201) {
            System.out.println("blob: " + digest + " created");
        }
        Files.delete(file);

        try {
            new ModelsApi(client).showModel(new ShowRequest().model("nope"));
        } catch (ApiException refused) {
            ApiError error = JSON.deserialize(refused.getResponseBody(), ApiError.class);
            System.out.println("error: " + refused.getCode() + " " + error.getError());
        }
    }

    static ChatRequest question(String text) {
        return new ChatRequest().model("llama3.2").addMessagesItem(new Message().role("user").content(text));
    }
}
