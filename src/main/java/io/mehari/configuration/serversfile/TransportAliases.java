package io.mehari.configuration.serversfile;

import io.mehari.upstream.UpstreamSettings.Transport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names that configuration files of other programs have for the transport of a server, and the keys they use. */
final class TransportAliases {
    private static final List<String> KEYS = List.of("type", "transport", "transport_type", "transportType");

    private TransportAliases() {}

    /** Whether a server is a process, reached by its streams, or is reached over HTTP. */
    enum Kind {
        STDIO,
        HTTP
    }

    /**
     * The transport that an entry declares.
     *
     * @param kind empty if the entry declares none, or one that is not known
     * @param transport how to talk to a server behind a URL
     */
    record DeclaredTransport(Optional<Kind> kind, Transport transport) {}

    /** Reads it; two keys that contradict each other are a problem. */
    static DeclaredTransport read(JsonObjectReader fields) {
        DeclaredTransport declared = new DeclaredTransport(Optional.empty(), Transport.PROBE);
        for (String key : KEYS) {
            String word = fields.text(key, "");
            if (!word.isBlank()) {
                DeclaredTransport here = meaning(fields, key, word);
                if (declared.kind().isPresent() && !declared.equals(here)) {
                    fields.problem(key, "contradicts the transport given by another key: keep one of them");
                }
                declared = here;
            }
            if (!"type".equals(key)) {
                fields.accept(key);
            }
        }
        return declared;
    }

    private static DeclaredTransport meaning(JsonObjectReader fields, String key, String word) {
        return switch (word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "")) {
            case "stdio", "local" -> new DeclaredTransport(Optional.of(Kind.STDIO), Transport.PROBE);
            case "sse" -> new DeclaredTransport(Optional.of(Kind.HTTP), Transport.SSE);
            case "http", "streamablehttp" -> new DeclaredTransport(Optional.of(Kind.HTTP), Transport.STREAMABLE_HTTP);
            case "remote" -> new DeclaredTransport(Optional.of(Kind.HTTP), Transport.PROBE);
            default -> {
                fields.problem(
                        key, "\"" + word + "\" is not known: expected \"stdio\", \"streamable-http\" or \"sse\"");
                yield new DeclaredTransport(Optional.empty(), Transport.PROBE);
            }
        };
    }
}
