package io.mehari.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Scope;
import io.mehari.protocol.Json;
import io.mehari.security.Expiry;
import io.mehari.security.NewKey;
import io.mehari.security.SecuritySettings.ApiKey;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mehari key create}: a new key, and the entry to be configured. Writes no file and keeps nothing. */
@Command(
        name = "create",
        description = "Makes an API key and shows it, this once, with the entry to configure, which has only its hash.",
        footer = {
            "",
            "The entry goes below mehari.security.keys in config/application.yaml, or into the file that",
            "mehari.security.keys-file names. Both are looked at again while the gateway runs; the first key needs a restart.",
            "",
            "Examples:",
            "  mehari key create --name ci --expires 90d",
            "  mehari key create --name ops --scopes call,monitor,admin --expires 2027-01-31",
            "  mehari key create --name ci --json | jq -r .key"
        })
final class KeyCreateCommand implements Callable<Integer> {
    private static final Pattern PERIOD = Pattern.compile("(\\d{1,5})([hdw])");
    private static final Pattern NAME = Pattern.compile("\\P{Cntrl}{1,100}");

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Who holds it, seen in logs and events (default: made of the hash).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--scopes",
            paramLabel = "SCOPE",
            split = ",",
            defaultValue = "call",
            description =
                    "call, monitor, admin, or several with commas (default: ${DEFAULT-VALUE}). None includes another.")
    private List<String> scopes = List.of();

    @Option(
            names = "--expires",
            paramLabel = "WHEN",
            description = "After a time (12h, 90d, 52w), at a date (its last day, UTC) or an instant (default: never).")
    private Optional<String> expires = Optional.empty();

    @Option(names = "--json", description = "Prints one JSON object: key, name, sha256, scopes, expires.")
    private boolean json;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() {
        NewKey made = NewKey.of(new SecureRandom(), name.map(this::checked), readScopes(), expires.map(this::when));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(object(made)));
        } else {
            out.println("The key, shown only now: give it to its holder and keep it nowhere else.");
            out.println();
            out.println("  " + made.key());
            out.println();
            out.println("The entry to configure (mehari key create --help says where):");
            out.println();
            out.print(yaml(made.entry()));
        }
        out.flush();
        return 0;
    }

    private String checked(String text) {
        if (text.isBlank() || !NAME.matcher(text).matches()) {
            throw problem("--name takes 1 to 100 characters, none of them a control character");
        }
        if ("anonymous".equalsIgnoreCase(text)) {
            throw problem("--name anonymous is the name of callers without a key: choose another");
        }
        return text;
    }

    private Set<Scope> readScopes() {
        Set<Scope> read = EnumSet.noneOf(Scope.class);
        for (String word : scopes) {
            read.add(Arrays.stream(Scope.values())
                    .filter(scope -> scope.name().equalsIgnoreCase(word.strip()))
                    .findFirst()
                    .orElseThrow(() -> problem("there is no scope " + word.strip() + ": use call, monitor, admin")));
        }
        return read;
    }

    private Expiry when(String text) {
        Instant now = clock.instant();
        Matcher period = PERIOD.matcher(text.strip());
        Expiry expiry = period.matches() ? Expiry.at(now.plus(duration(period))) : read(text);
        if (expiry.isPast(now)) {
            throw problem("--expires " + text + " is in the past: nobody could use the key");
        }
        return expiry;
    }

    private static Duration duration(Matcher period) {
        int number = Integer.parseInt(period.group(1));
        return switch (period.group(2)) {
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofDays(7L * number);
        };
    }

    private Expiry read(String text) {
        try {
            return Expiry.valueOf(text);
        } catch (DateTimeParseException e) {
            throw problem(
                    "--expires takes a time such as 12h, 90d or 52w, a date such as 2027-01-31, or an instant such as"
                            + " 2027-01-31T18:00:00Z");
        }
    }

    private static ObjectNode object(NewKey made) {
        ObjectNode object = Json.object().put("key", made.key());
        object.put("name", made.entry().name()).put("sha256", made.entry().sha256());
        made.entry().scopes().stream()
                .sorted()
                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                .forEach(object.putArray("scopes")::add);
        return object.put(
                "expires",
                made.entry().expires() == null ? null : made.entry().expires().toString());
    }

    /** A name in double quotes is JSON, and that is YAML. */
    private static String yaml(ApiKey entry) {
        return "- name: " + Json.text(Json.MAPPER.getNodeFactory().textNode(entry.name())) + "\n"
                + "  sha256: \"" + entry.sha256() + "\"\n"
                + "  scopes: [" + entry.scopeNames() + "]\n"
                + (entry.expires() == null ? "" : "  expires: " + entry.expires() + "\n");
    }

    private ParameterException problem(String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
