import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import ollama.ApiClient;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Answers each sample on standard input with what the models of the libraries with Jackson make of it. */
public class WireJackson {
    public static void main(String[] arguments) throws Exception {
        ObjectMapper json = new ApiClient().getObjectMapper();
        PrintStream answers = new PrintStream(System.out, false, UTF_8);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode sample = json.readTree(line);
            ObjectNode answer = json.createObjectNode().set("id", sample.get("id"));
            try {
                Class<?> model = Class.forName("ollama.model." + sample.get("schema").asText());
                Object decoded = json.readValue(sample.get("body").toString(), model);
                answer.set("body", json.readTree(json.writeValueAsString(decoded)));
            } catch (Exception error) {
                answer.put("error", error.toString());
            }
            answers.println(answer);
        }
        answers.flush();
    }
}
