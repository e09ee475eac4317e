package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.Paging;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.learning.Learning;
import io.mehari.learning.LearningReport;
import io.mehari.learning.ToolName;
import io.mehari.learning.ToolSums;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.mehari.text.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code GET /api/v1/learning}: sums over the calls of each tool. Asks memory only. Safe for concurrent use. */
final class LearningHandler implements RestRoute.Provider {
    private static final String PATH = "/api/v1/learning";

    private final Supplier<Optional<Learning>> learning;

    /** @param learning empty where it is off */
    LearningHandler(Supplier<Optional<Learning>> learning) {
        this.learning = learning;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.get(PATH, AccessLevel.MONITOR, RestHandler.of(this::list)));
    }

    private Response list(RequestTarget target, CallContext context) {
        Paging paging = Paging.of(target);
        Optional<String> server = target.parameter("server");
        return learning.get()
                .map(on -> list(on, paging, server, context))
                .orElseGet(() -> answer(
                        context,
                        "Calls are not learnt from: mehari.learning.enabled is off",
                        Json.object().put("enabled", false).set("tools", Json.MAPPER.createArrayNode())));
    }

    private static Response list(Learning on, Paging paging, Optional<String> server, CallContext context) {
        List<Map.Entry<ToolName, ToolSums>> tools = new ArrayList<>(on.tools().entrySet());
        tools.removeIf(tool -> server.isPresent() && !tool.getKey().server().equals(server.get()));
        int from = Math.min(paging.offset(), tools.size());
        int to = from + Math.min(paging.limit(), tools.size() - from);
        ObjectNode data = LearningReport.json(tools.subList(from, to), tools.size(), on.status());
        return answer(context, Counted.of(tools.size(), "tool"), data);
    }

    private static Response answer(CallContext context, String message, ObjectNode data) {
        return EnvelopeForm.INSTANCE.data(context, message, json -> json.writeTree(data));
    }
}
