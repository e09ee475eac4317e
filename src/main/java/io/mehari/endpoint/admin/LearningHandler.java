package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.Paging;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.learning.ContextTool;
import io.mehari.learning.Learning;
import io.mehari.learning.LearningReport;
import io.mehari.learning.ToolName;
import io.mehari.learning.ToolSums;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.mehari.text.Counted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code GET /api/v1/learning}: sums over the calls of each tool, in all or in one context; {@code GET
 * /api/v1/learning/contexts}: what contexts there are. Asks memory only. Safe for concurrent use.
 */
final class LearningHandler implements RestRoute.Provider {
    private static final String PATH = "/api/v1/learning";

    private static final Comparator<Map.Entry<ContextTool, ToolSums>> BEST = Comparator.comparingDouble(
                    (Map.Entry<ContextTool, ToolSums> tool) -> tool.getValue().score())
            .thenComparingLong(tool -> tool.getValue().calls())
            .reversed()
            .thenComparing(Map.Entry.comparingByKey());

    private final Supplier<Optional<Learning>> learning;

    /** @param learning empty where it is off */
    LearningHandler(Supplier<Optional<Learning>> learning) {
        this.learning = learning;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(
                RestRoute.get(PATH, AccessLevel.MONITOR, RestHandler.of(this::list)),
                RestRoute.get(PATH + "/contexts", AccessLevel.MONITOR, RestHandler.of(this::contexts)));
    }

    private Response list(RequestTarget target, CallContext context) {
        Paging paging = Paging.of(target);
        Optional<String> server = target.parameter("server");
        Optional<String> named = target.parameter("context");
        return learning.get()
                .map(on -> named.isPresent()
                        ? inContext(on, paging, server, named.get(), context)
                        : list(on, paging, server, context))
                .orElseGet(() -> off("tools", context));
    }

    private static Response list(Learning on, Paging paging, Optional<String> server, CallContext context) {
        List<Map.Entry<ToolName, ToolSums>> tools = new ArrayList<>(on.tools().entrySet());
        tools.removeIf(tool -> server.isPresent() && !tool.getKey().server().equals(server.get()));
        ObjectNode data = LearningReport.json(page(tools, paging), tools.size(), on.status());
        return answer(context, Counted.of(tools.size(), "tool"), data);
    }

    private static Response inContext(
            Learning on, Paging paging, Optional<String> server, String named, CallContext context) {
        List<Map.Entry<ContextTool, ToolSums>> tools =
                new ArrayList<>(on.contexts().entrySet());
        tools.removeIf(tool -> !tool.getKey().context().equals(named)
                || server.isPresent() && !tool.getKey().tool().server().equals(server.get()));
        tools.sort(BEST);
        ObjectNode data = LearningReport.inContext(page(tools, paging), tools.size(), on.status());
        return answer(context, Counted.of(tools.size(), "tool"), data);
    }

    private Response contexts(RequestTarget target, CallContext context) {
        Paging paging = Paging.of(target);
        return learning.get().map(on -> contexts(on, paging, context)).orElseGet(() -> off("contexts", context));
    }

    private static Response contexts(Learning on, Paging paging, CallContext context) {
        Map<String, List<ToolSums>> tools = new LinkedHashMap<>();
        on.contexts()
                .forEach((each, sums) -> tools.computeIfAbsent(each.context(), missing -> new ArrayList<>())
                        .add(sums));
        ObjectNode data = Json.object().put("enabled", true);
        ArrayNode list = data.putArray("contexts");
        page(List.copyOf(tools.entrySet()), paging)
                .forEach(each -> list.addObject()
                        .put("context", each.getKey())
                        .put("tools", each.getValue().size())
                        .put(
                                "total_calls",
                                each.getValue().stream()
                                        .mapToLong(ToolSums::calls)
                                        .sum()));
        data.put("total", tools.size());
        return answer(context, Counted.of(tools.size(), "context"), data);
    }

    private static <E> List<E> page(List<E> all, Paging paging) {
        int from = Math.min(paging.offset(), all.size());
        return all.subList(from, from + Math.min(paging.limit(), all.size() - from));
    }

    private static Response off(String list, CallContext context) {
        return answer(
                context,
                "Calls are not learnt from: mehari.learning.enabled is off",
                Json.object().put("enabled", false).set(list, Json.MAPPER.createArrayNode()));
    }

    private static Response answer(CallContext context, String message, ObjectNode data) {
        return EnvelopeForm.INSTANCE.data(context, message, json -> json.writeTree(data));
    }
}
