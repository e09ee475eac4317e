package io.mehari.configuration.serversfile;

import io.mehari.catalog.ServerNames;
import io.mehari.catalog.ToolRoutes;
import io.mehari.upstream.AllowedTools;
import io.mehari.upstream.CallSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what is configured for tools that are routes: an entry of the name {@code camel} that starts and reaches nothing. */
final class ToolRoutesReader {
    /** Keys of servers; with one of them the entry is a server, whose name is taken. */
    private static final List<String> SERVER =
            List.of("command", "url", "serverUrl", "httpUrl", "type", "transport", "transport_type", "transportType");

    private static final String NEVER_AGAIN =
            "runs of tool routes are never tried again by the gateway: use the error handler of the route";

    private final CallSettingsReader calls;

    /**
     * @param calls reads limits
     */
    ToolRoutesReader(CallSettingsReader calls) {
        this.calls = calls;
    }

    /**
     * Takes the entry out of the list, if it is there.
     *
     * @param entries all entries by name
     * @param defaults limits of tools that say nothing
     * @return what it says; empty without one
     */
    Optional<ToolRoutes.Limits> take(Map<String, JsonObjectReader> entries, CallSettings defaults) {
        JsonObjectReader fields = entries.get(ServerNames.TOOL_ROUTES);
        if (fields == null || !fields.isObject() || SERVER.stream().anyMatch(fields::has)) {
            return Optional.empty();
        }
        entries.remove(ServerNames.TOOL_ROUTES);
        AllowedTools allowed = ToolListReader.ofToolRoutes(fields);
        CallSettings all = read(fields, defaults);
        Map<String, CallSettings> byTool = new HashMap<>();
        fields.object("tools").map(JsonObjectReader::named).orElse(Map.of()).forEach((name, tool) -> {
            byTool.put(name, read(tool, all));
            tool.refuseOthers();
        });
        fields.refuseOthers();
        return Optional.of(new ToolRoutes.Limits(all, byTool, allowed));
    }

    private CallSettings read(JsonObjectReader fields, CallSettings inherited) {
        for (String key : List.of("retry", "idempotent")) {
            if (fields.has(key)) {
                fields.disregard(key, NEVER_AGAIN);
            }
        }
        CallSettings read = calls.read(fields, inherited);
        return new CallSettings(
                read.attempt(),
                read.total(),
                inherited.retry(),
                read.breaker(),
                read.bulkhead(),
                read.bulkheadWait(),
                read.cache(),
                inherited.idempotent(),
                read.arguments());
    }
}
