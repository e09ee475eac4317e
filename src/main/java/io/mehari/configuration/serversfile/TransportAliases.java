package io.mehari.configuration.serversfile;

import io.mehari.upstream.UpstreamSettings.Transport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the programs in the wild call the way to talk to a server, and under which keys. */
final class TransportAliases {
    private static final List<String> KEYS = List.of("type", "transport", "transport_type", "transportType");

    private TransportAliases() {}

    /** How a server is talked to: by the streams of a process, or over HTTP. */
    enum Kind {
        STDIO,
        HTTP
    }

    /** What was said about it; empty if nothing was, or nothing that is known. */
    record Said(Optional<Kind> kind, Transport transport) {}

    /** Reads it; two words that disagree are a problem. */
    static Said read(JsonObjectReader fields) {
        Said said = new Said(Optional.empty(), Transport.PROBE);
        for (String key : KEYS) {
            String word = fields.text(key, "");
            if (!word.isBlank()) {
                Said here = meaning(fields, key, word);
                if (said.kind().isPresent() && !said.equals(here)) {
                    fields.problem(key, "says something else than the key before it");
                }
                said = here;
            }
            if (!"type".equals(key)) {
                fields.accept(key);
            }
        }
        return said;
    }

    private static Said meaning(JsonObjectReader fields, String key, String word) {
        return switch (word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "")) {
            case "stdio", "local" -> new Said(Optional.of(Kind.STDIO), Transport.PROBE);
            case "sse" -> new Said(Optional.of(Kind.HTTP), Transport.SSE);
            case "http", "streamablehttp" -> new Said(Optional.of(Kind.HTTP), Transport.STREAMABLE_HTTP);
            case "remote" -> new Said(Optional.of(Kind.HTTP), Transport.PROBE);
            default -> {
                fields.problem(
                        key, "\"" + word + "\" is not known: expected \"stdio\", \"streamable-http\" or \"sse\"");
                yield new Said(Optional.empty(), Transport.PROBE);
            }
        };
    }
}
