package io.mehari.configuration.serversfile;

import io.mehari.upstream.HeaderForwarding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads which headers of callers go on to a server: {@code forwardHeaders}, and {@code client_header_forwarding} of mcpo. */
final class ForwardingReader {
    private static final String KEY = "forwardHeaders";
    private static final String OF_MCPO = "client_header_forwarding";
    private static final String ALLOWED = "whitelist";

    private ForwardingReader() {}

    /** What is allowed; problems are noted. */
    static HeaderForwarding read(JsonObjectReader fields) {
        List<String> allowed = checked(fields, KEY);
        List<String> denied = new ArrayList<>();
        fields.accept(OF_MCPO);
        if (fields.has(OF_MCPO) && !fields.tree(OF_MCPO).isObject()) {
            fields.problem(
                    OF_MCPO, "expected an object {...}, such as {\"enabled\": true, \"whitelist\": [\"X-User-Id\"]}");
        }
        Optional<JsonObjectReader> mcpo = fields.object(OF_MCPO);
        mcpo.ifPresent(given -> {
            List<String> more = checked(given, ALLOWED);
            denied.addAll(given.texts("blacklist"));
            if (given.flag("debug_headers", false)) {
                given.warning("debug_headers", "without effect: headers of clients are never part of the log");
            }
            if (given.flag("enabled", false)) {
                if (!given.has(ALLOWED) || given.tree(ALLOWED).isEmpty()) {
                    given.problem(
                            ALLOWED,
                            "missing: without it every header of every client would go on; name those it needs");
                }
                allowed.addAll(more);
            }
            given.refuseOthers();
        });
        return new HeaderForwarding(allowed, denied);
    }

    /** Whether the entry asks for headers of callers, of which a process has none. */
    static boolean isAskedFor(JsonObjectReader fields) {
        return fields.hasContent(KEY) || fields.tree(OF_MCPO).path("enabled").asBoolean(false);
    }

    /** Both keys are known also where they are of no effect. */
    static void ofProcess(JsonObjectReader fields) {
        fields.know(KEY);
        fields.accept(OF_MCPO);
        if (isAskedFor(fields)) {
            fields.warning(
                    fields.hasContent(KEY) ? KEY : OF_MCPO,
                    "without effect: a process gets no HTTP headers, so the server cannot tell callers apart by them");
        }
    }

    private static List<String> checked(JsonObjectReader fields, String key) {
        List<String> entries = fields.texts(key);
        for (int i = 0; i < entries.size(); i++) {
            Consumer<String> problems = fields.problemsOf(key, i);
            HeaderForwarding.problem(entries.get(i)).ifPresent(problems);
        }
        return new ArrayList<>(entries);
    }
}
