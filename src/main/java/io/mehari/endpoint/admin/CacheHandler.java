package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cache.CacheScope;
import io.mehari.cache.CacheTiers;
import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.BodyReader;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /api/v1/admin/cache/invalidate}: removes results from all tiers of the cache. Who does is in the log. Safe for
 * concurrent use.
 */
final class CacheHandler implements RestRoute.Provider {
    private static final Logger LOG = LoggerFactory.getLogger(CacheHandler.class);
    private static final String PATH = "/api/v1/admin/cache/invalidate";
    private static final Set<String> MEMBERS = Set.of("server", "tool", "key");

    private final CacheTiers tiers;

    /** @param tiers from which is removed */
    CacheHandler(CacheTiers tiers) {
        this.tiers = tiers;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.post(PATH, AccessLevel.ADMIN, this::invalidate));
    }

    private CompletableFuture<Response> invalidate(Request request, RequestTarget target, CallContext context) {
        ObjectNode body = BodyReader.object(request);
        DeadLetterQuery.requireKnown(body, MEMBERS);
        CacheScope scope = scope(body);
        return tiers.invalidate(scope).thenApply(complete -> {
            LOG.info(
                    "{} has removed results from the cache: {}",
                    context.caller().name(),
                    body.isEmpty() ? "all" : Json.text(body));
            ObjectNode data = Json.object().put("complete", complete);
            return EnvelopeForm.INSTANCE.data(
                    context,
                    complete
                            ? "The results are removed from all tiers"
                            : "A tier does not answer: what it has of them is not used any more, and removed when it does",
                    json -> json.writeTree(data));
        });
    }

    private static CacheScope scope(ObjectNode body) {
        String server = text(body, "server");
        String tool = text(body, "tool");
        String key = text(body, "key");
        if (key != null) {
            if (server != null || tool != null) {
                throw RequestRejectedException.invalid("/key", "key stands alone: it names a single result", "oneOf");
            }
            return ofKey(key);
        }
        if (tool != null && server == null) {
            throw RequestRejectedException.invalid("/server", "tool needs the server that has it", "required");
        }
        if (server == null) {
            return CacheScope.ALL;
        }
        return tool == null ? CacheScope.ofServer(server) : CacheScope.ofTool(server, tool);
    }

    private static CacheScope ofKey(String key) {
        try {
            return CacheScope.ofKey(key);
        } catch (IllegalArgumentException e) {
            throw RequestRejectedException.invalid(
                    "/key", "key must be one of the cache, such as a tool's mehariCacheKey", "pattern");
        }
    }

    private static String text(ObjectNode body, String member) {
        JsonNode value = body.get(member);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw RequestRejectedException.invalid("/" + member, member + " must be a text that is not empty", "type");
        }
        return value.textValue();
    }
}
