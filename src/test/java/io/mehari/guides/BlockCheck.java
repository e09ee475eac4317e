package io.mehari.guides;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mehari.configuration.serversfile.Finding.Severity;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.ServersSettings;
import io.mehari.configuration.settings.SettingsCheck;
import io.mehari.configuration.settings.SettingsProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;

/** What can be said of a block without running it. */
final class BlockCheck {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();
    private static final ServersSettings SERVERS = new ServersSettings(ServersSettings.DEFAULT, 3, 10, 2, 0, false);
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern SECRET_FILE = Pattern.compile("\\$\\{file:[^}]+}");
    private static final Pattern UNIT_LINE = Pattern.compile("\\[\\w+]|\\w+=.*|#.*|");
    private static final Set<String> PICTURES = Set.of("flowchart", "sequenceDiagram", "stateDiagram-v2");
    /** Those of TypeScript are compared with a file that the build of the dashboard checks. */
    private static final Set<String> WITHOUT_CHECK =
            Set.of("text", "powershell", "nginx", "sql", "dockerfile", "xml", "java", "js", "ts", "tsx");

    private BlockCheck() {}

    /** What is wrong with it; empty if nothing is known to be. */
    static List<String> problems(GuideBlock block) {
        String text = block.text();
        if (text.isBlank()) {
            return List.of("There is nothing in it");
        }
        return switch (block.kind()) {
            case COMMANDS -> shell(text);
            case SERVERS -> servers(text);
            case SETTINGS -> settings(text);
            case ROUTE -> route(text);
            case MESSAGE -> message(block);
            case PICTURE ->
                PICTURES.contains(text.strip().split("\\s")[0]) ? List.of() : List.of("No picture of " + PICTURES);
            case FILE -> file(block);
            case SYNTAX -> syntax(block.language(), text);
            case OUTPUT -> List.of();
        };
    }

    private static List<String> file(GuideBlock block) {
        if (block.isBroken()) {
            return servers(block.text()).isEmpty() ? List.of("There is no mistake in it") : List.of();
        }
        return block.language().equals("json") && block.text().contains("mcpServers")
                ? servers(block.text())
                : syntax(block.language(), block.text());
    }

    private static List<String> syntax(String language, String text) {
        return switch (language) {
            case "sh" -> shell(text);
            case "json" -> json(text);
            case "yaml" -> yaml(text);
            case "ini" ->
                text.lines().filter(line -> !UNIT_LINE.matcher(line).matches()).toList();
            case "python" -> python(text);
            default -> WITHOUT_CHECK.contains(language) ? List.of() : List.of("No check of " + language);
        };
    }

    private static List<String> shell(String text) {
        return parsed(text, "bash", "-n");
    }

    private static List<String> python(String text) {
        return parsed(text, "python3", "-c", "import ast, sys; ast.parse(sys.stdin.read())");
    }

    /** Without the program on this machine nothing is said. */
    private static List<String> parsed(String text, String... command) {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return List.of();
        }
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? List.of() : List.of(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("Interrupted");
        }
    }

    private static List<String> json(String text) {
        try {
            JSON.readTree(text);
            return List.of();
        } catch (JsonProcessingException e) {
            return List.of(e.getMessage());
        }
    }

    private static List<String> yaml(String text) {
        try {
            new Yaml().loadAll(text).forEach(document -> {});
            return List.of();
        } catch (YAMLException e) {
            return List.of(e.getMessage());
        }
    }

    private static List<String> servers(String text) {
        Map<String, String> variables = new TreeMap<>();
        Matcher variable = VARIABLE.matcher(text);
        while (variable.find()) {
            variables.put(variable.group(1), "of a reader");
        }
        // No file of a reader's is here
        String readable = SECRET_FILE.matcher(text).replaceAll("secret");
        return McpServersFile.of(Duration.ofMinutes(5), SERVERS, variables)
                .inspect(new ByteArrayResource(readable.getBytes(StandardCharsets.UTF_8)))
                .of(Severity.ERROR)
                .stream()
                .filter(problem -> !problem.contains("there is no file"))
                .toList();
    }

    private static List<String> settings(String text) {
        StandardEnvironment environment = new StandardEnvironment();
        List<String> sources = new ArrayList<>();
        environment.getPropertySources().forEach(source -> sources.add(source.getName()));
        sources.forEach(environment.getPropertySources()::remove);
        try {
            for (PropertySource<?> source : new YamlPropertySourceLoader()
                    .load("guide", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))) {
                environment.getPropertySources().addLast(source);
            }
        } catch (IOException e) {
            return List.of(e.getMessage());
        }
        return SettingsCheck.of(environment).stream()
                .map(SettingsProblem::toString)
                .toList();
    }

    private static List<String> route(String text) {
        List<String> problems = new ArrayList<>(yaml(text));
        if (problems.isEmpty() && !(new Yaml().load(text) instanceof List<?>)) {
            problems.add("A route file is a list");
        }
        return problems;
    }

    /** Each part between three dots must stand in the file that the mark names. */
    private static List<String> message(GuideBlock block) {
        try {
            String source = Files.readString(Path.of("src/main/java/io/mehari", block.argument()))
                    .replaceAll("\"\\s*\\+\\s*\"", "")
                    .replace("\\\"", "\"");
            List<String> missing = new ArrayList<>();
            for (String part : block.text().strip().split("\\.\\.\\.|\n")) {
                if (!part.isBlank() && !source.contains(part.strip())) {
                    missing.add("not in " + block.argument() + ": " + part);
                }
            }
            return missing;
        } catch (IOException e) {
            return List.of("There is no source " + block.argument());
        }
    }
}
