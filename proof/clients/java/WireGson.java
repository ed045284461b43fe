import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import ollama.JSON;
import ollama.api.GenerationApi;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Answers each sample on standard input with what the models of `okhttp-gson` make of it. */
public class WireGson {
    public static void main(String[] arguments) throws Exception {
        new GenerationApi(); // Making an API registers the models' adapters.
        // Gson leaves out null even where it is a value: in free maps such as a tool's arguments.
        JSON.setGson(JSON.getGson().newBuilder().serializeNulls().create());
        PrintStream answers = new PrintStream(System.out, false, UTF_8);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonObject sample = JsonParser.parseString(line).getAsJsonObject();
            JsonObject answer = new JsonObject();
            answer.add("id", sample.get("id"));
            try {
                Class<?> model = Class.forName("ollama.model." + sample.get("schema").getAsString());
                Object decoded = JSON.deserialize(sample.get("body").toString(), model);
                answer.add("body", JsonParser.parseString(JSON.serialize(decoded)));
            } catch (Exception error) {
                answer.addProperty("error", error.toString());
            }
            answers.println(answer);
        }
        answers.flush();
    }
}
