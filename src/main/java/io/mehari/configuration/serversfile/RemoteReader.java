package io.mehari.configuration.serversfile;

import io.mehari.upstream.UpstreamSettings.HttpSettings;
import io.mehari.upstream.UpstreamSettings.Tls;
import io.mehari.upstream.UpstreamSettings.Transport;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads how to reach a server behind a URL. Values are never part of a problem: they may hold secrets. */
final class RemoteReader {
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Headers whose values follow from the protocol. */
    private static final Set<String> OF_THE_PROTOCOL = Set.of(
            "accept",
            "content-type",
            "content-length",
            "transfer-encoding",
            "connection",
            "host",
            "mcp-session-id",
            "mcp-protocol-version",
            "last-event-id");

    private static final Pattern UNDERSCORED = Pattern.compile("https?://[^/?#_]*_[^/?#]*", Pattern.CASE_INSENSITIVE);

    private static final URI NOWHERE = URI.create("http://localhost/");

    private final Placeholders placeholders;

    RemoteReader(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /**
     * Reads them.
     *
     * @param urlKey the key under which the address stands
     */
    HttpSettings read(JsonObjectReader fields, String urlKey, Transport transport) {
        URI url = address(fields, urlKey, Set.of("http", "https"), "https://example.com/mcp");
        Optional<Tls> tls = fields.object("tls").map(this::tls);
        if (tls.isPresent() && !"https".equalsIgnoreCase(url.getScheme())) {
            fields.problem("tls", "applies to https:// only");
        }
        Optional<URI> proxy = fields.hasText("proxy")
                ? Optional.of(address(fields, "proxy", Set.of("http"), "http://proxy.example.com:3128"))
                : Optional.empty();
        return new HttpSettings(url, transport, headers(fields), tls, proxy, ForwardingReader.read(fields));
    }

    private URI address(JsonObjectReader fields, String key, Set<String> schemes, String example) {
        String text = placeholders
                .resolve(fields.text(key, ""), problem -> fields.problem(key, problem))
                .strip();
        try {
            URI address = new URI(text);
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            if (schemes.contains(scheme) && address.getHost() != null) {
                return checked(fields, key, address);
            }
        } catch (URISyntaxException e) {
            // Reported below like every other text that is no address.
        }
        String host = UNDERSCORED.matcher(text).lookingAt()
                ? "a host name has no underscore (RFC 1123): give the service another name or alias, with - instead"
                : "expected an address such as " + example;
        fields.problem(key, host);
        return NOWHERE;
    }

    private static URI checked(JsonObjectReader fields, String key, URI address) {
        if (!"proxy".equals(key) && address.getRawUserInfo() != null) {
            fields.problem(key, "an address must not contain a password: configure it in \"headers\"");
        }
        return address;
    }

    private Map<String, String> headers(JsonObjectReader fields) {
        Map<String, String> headers = new LinkedHashMap<>();
        fields.textMap("headers").forEach((name, text) -> {
            var problems = fields.problemsOf("headers", name);
            String value = placeholders.resolve(text, problems).strip();
            if (!HEADER_NAME.matcher(name).matches()) {
                problems.accept("not a valid header name");
            } else if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
                problems.accept("the value contains a line break or another control character");
            } else if (OF_THE_PROTOCOL.contains(name.toLowerCase(Locale.ROOT))) {
                fields.warning("headers", "\"" + name + "\" is set by the protocol: the gateway sends its own");
            } else {
                headers.put(name, value);
            }
        });
        return headers;
    }

    private Tls tls(JsonObjectReader fields) {
        Tls tls = new Tls(file(fields, "ca"), file(fields, "certificate"), file(fields, "key"));
        if (tls.certificateFile().isPresent() != tls.keyFile().isPresent()) {
            fields.problem("certificate and key must be configured together");
        }
        fields.refuseOthers();
        return tls;
    }

    private Optional<Path> file(JsonObjectReader fields, String key) {
        String text =
                Placeholders.home(placeholders.resolve(fields.text(key, ""), problem -> fields.problem(key, problem)));
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            Path file = Path.of(text);
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                fields.problem(key, "there is no file " + fields.text(key, "") + " that this user may read");
            }
            return Optional.of(file);
        } catch (InvalidPathException e) {
            fields.problem(key, "not a path: " + e.getReason());
            return Optional.empty();
        }
    }
}
