package io.mehari.cli.authoring;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mehari components}: the components of the gateway, as Camel's catalogue describes components. */
@Command(
        name = "components",
        description =
                "Lists the components that the gateway adds to Apache Camel, or prints one of them with its options as"
                        + " JSON, in the form of Camel's catalogue.",
        footer = {"", "Example:", "  mehari components ai-tool > ai-tool.json"})
public final class ComponentsCommand implements Callable<Integer> {
    private static final String FILES = "classpath*:mehari/components/*.json";

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    @Parameters(index = "0", arity = "0..1", paramLabel = "SCHEME", description = "The one to print, such as ai-tool.")
    private Optional<String> scheme = Optional.empty();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> components = read();
        if (scheme.isEmpty()) {
            for (Map.Entry<String, String> component : components.entrySet()) {
                JsonNode about = Json.read(component.getValue()).path("component");
                out.printf(
                        "%-12s %s%n",
                        component.getKey(), about.path("description").asText());
            }
            return 0;
        }
        String found = components.get(scheme.get());
        if (found == null) {
            spec.commandLine()
                    .getErr()
                    .println("mehari components: there is no " + scheme.get() + ", only "
                            + String.join(", ", components.keySet()));
            return 1;
        }
        out.print(found);
        out.flush();
        return 0;
    }

    private static Map<String, String> read() throws IOException {
        Map<String, String> components = new TreeMap<>();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources(FILES)) {
            try (InputStream stream = file.getInputStream()) {
                components.put(
                        file.getFilename().replace(".json", ""),
                        new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return components;
    }
}
