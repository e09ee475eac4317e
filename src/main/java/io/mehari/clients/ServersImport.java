package io.mehari.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.configuration.serversfile.Finding.Severity;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.McpServersFile.Reading;
import io.mehari.configuration.serversfile.ServersSettings;
import io.mehari.protocol.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

/**
 * Takes servers of a client's file over into the gateway's list. What the gateway would refuse is left out, with the reason that
 * {@code mehari check} would give. For one use by one thread.
 */
public final class ServersImport {
    private static final Pattern INPUT = Pattern.compile("\\$\\{input:([^}]+)}");
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{(?:env:)?([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Set<String> PLACES =
            Set.of("userHome", "workspaceFolder", "workspaceFolderBasename", "cwd", "pathSeparator");
    private static final List<String> LISTS = List.of("mcpServers", "servers", "context_servers");
    private static final Duration TTL = Duration.ofMinutes(5);

    private final List<String> taken = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private String text;
    private int known;

    private ServersImport(String text) {
        this.text = text;
    }

    /**
     * Takes them over.
     *
     * @param from the client's servers
     * @param into text of the gateway's list; blank if there is none
     * @return what became of each, and the new text
     * @throws JsonEditException if the gateway's list is not JSON
     */
    public static ServersImport of(ForeignServers from, String into) {
        ServersImport result = new ServersImport(into);
        from.entries().forEach((name, entry) -> result.take(name, entry, from.questions()));
        return result;
    }

    /** One line for each server that was taken over, with what is lost. */
    public List<String> taken() {
        return List.copyOf(taken);
    }

    /** One line for each that was not, with the reason. */
    public List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    /** How many of those left out are there already. */
    public int known() {
        return known;
    }

    /** Variables that have to be set before the start, each with what it is for; that may be blank. */
    public Map<String, String> variables() {
        return Map.copyOf(variables);
    }

    /** The gateway's list with the servers in it. */
    public String text() {
        return text;
    }

    private void take(String name, JsonNode entry, Map<String, String> questions) {
        if (!(entry instanceof ObjectNode)) {
            leftOut.add(name + ": it is no object {...}");
            return;
        }
        if (isThisGateway(entry)) {
            leftOut.add(name + ": it is this gateway itself, which would call itself");
            return;
        }
        Map<String, String> needed = new LinkedHashMap<>();
        JsonNode own = texts(entry, part -> withVariables(part, questions, needed));
        Reading reading = inspect(name, own, needed.keySet());
        List<String> errors = texts(reading, Severity.ERROR);
        if (!errors.isEmpty()) {
            leftOut.add(name + ": " + String.join("; ", errors));
            return;
        }
        String called = free(name, own);
        if (called.isEmpty()) {
            known++;
            leftOut.add(name + ": it is there already");
            return;
        }
        text = JsonText.put(text, List.of(list(), called), own);
        variables.putAll(needed);
        List<String> remarks = texts(reading, Severity.WARNING);
        taken.add(called
                + (called.equals(name) ? "" : " (" + name + " there: another server has that name)")
                + (remarks.isEmpty() ? "" : ": " + String.join("; ", remarks)));
    }

    private static boolean isThisGateway(JsonNode entry) {
        List<String> args = new ArrayList<>();
        entry.path("args").forEach(arg -> args.add(arg.asText()));
        boolean launcher =
                entry.path("command").asText().matches("(.*[/\\\\])?mehari(\\.\\w+)?") && args.contains("stdio");
        return launcher || args.contains("io.mehari.MehariApplication");
    }

    /** Every text in a value replaced. */
    private static JsonNode texts(JsonNode value, UnaryOperator<String> change) {
        if (value.isTextual()) {
            return Json.MAPPER.getNodeFactory().textNode(change.apply(value.textValue()));
        }
        if (value.isArray()) {
            ArrayNode list = Json.MAPPER.createArrayNode();
            value.forEach(each -> list.add(texts(each, change)));
            return list;
        }
        if (value.isObject()) {
            ObjectNode object = Json.object();
            value.properties().forEach(each -> object.set(each.getKey(), texts(each.getValue(), change)));
            return object;
        }
        return value;
    }

    /** What a client asks its user for, the gateway takes from variables. */
    private static String withVariables(String part, Map<String, String> questions, Map<String, String> needed) {
        String own = INPUT.matcher(part).replaceAll(found -> {
            String variable = found.group(1)
                    .toUpperCase(Locale.ROOT)
                    .replaceAll("[^A-Z0-9_]", "_")
                    .replaceFirst("^(?=\\d)", "_");
            needed.put(variable, questions.getOrDefault(found.group(1), ""));
            return Matcher.quoteReplacement("${" + variable + "}");
        });
        Matcher variable = VARIABLE.matcher(own);
        while (variable.find()) {
            if (!PLACES.contains(variable.group(1))) {
                needed.putIfAbsent(variable.group(1), "");
            }
        }
        return own;
    }

    /** As the gateway would read the entry, all variables being set. */
    private static Reading inspect(String name, JsonNode entry, Set<String> variables) {
        ObjectNode file = Json.object();
        file.putObject("mcpServers").set(name, entry);
        Map<String, String> set = new LinkedHashMap<>();
        variables.forEach(variable -> set.put(variable, "x"));
        return McpServersFile.of(TTL, ServersSettings.of(new StandardEnvironment()), set)
                .inspect(new ByteArrayResource(Json.bytes(file)));
    }

    /** Without their places in a file that nobody sees, but with the key. */
    private static List<String> texts(Reading reading, Severity severity) {
        return reading.findings().stream()
                .filter(finding -> finding.severity() == severity)
                .map(finding -> key(finding.path()) + finding.text())
                .distinct()
                .toList();
    }

    private static String key(String path) {
        String key = path.replaceFirst("^\\$\\.mcpServers(\\['.*?']|\\.[^.\\[]+)\\.?", "");
        return key.isEmpty() ? "" : key + ": ";
    }

    /** The list that the file has, whatever its name. */
    private String list() {
        if (text.isBlank()) {
            return LISTS.get(0);
        }
        JsonNode file = JsonText.read(text);
        return LISTS.stream().filter(file::has).findFirst().orElse(LISTS.get(0));
    }

    /** A name that nobody has; empty if the same server is there already. */
    private String free(String name, JsonNode entry) {
        JsonNode there = text.isBlank() ? Json.object() : JsonText.read(text).path(list());
        String called = name;
        for (int i = 2; there.has(called); i++) {
            if (there.get(called).equals(entry)) {
                return "";
            }
            called = name + "-" + i;
        }
        return called;
    }
}
