package io.mehari.upstream.pool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ProgressListener;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the processes of a pool remember for clients: the log level, which every process is told, and subscriptions of
 * resources, which the first one has, since it is the one that is never ended for want of load. A process that is made
 * again is told again. Safe for concurrent use; nothing waits.
 */
final class ToldMembers {
    private static final Logger LOG = LoggerFactory.getLogger(ToldMembers.class);

    private final Map<String, ObjectNode> subscriptions = new ConcurrentHashMap<>();
    private volatile ObjectNode level;

    /**
     * The member that a request must go to.
     *
     * @param members of the pool, the one first that is always kept
     * @return empty if any will do
     */
    Optional<Upstream> keptFor(String method, List<Upstream> members) {
        return isSubscription(method) ? members.stream().findFirst() : Optional.empty();
    }

    private static boolean isSubscription(String method) {
        return method.equals(McpMethod.RESOURCES_SUBSCRIBE) || method.equals(McpMethod.RESOURCES_UNSUBSCRIBE);
    }

    /**
     * Remembers what a request changes, and tells the others what all must know.
     *
     * @param chosen is sent the request itself
     * @param members of the pool
     */
    void sent(String method, ObjectNode params, Upstream chosen, List<Upstream> members) {
        String uri = params.path("uri").asText();
        switch (method) {
            case McpMethod.LOGGING_SET_LEVEL -> {
                level = params;
                members.stream()
                        .filter(member -> member != chosen && member.state() == UpstreamState.READY)
                        .forEach(this::tellLevel);
            }
            case McpMethod.RESOURCES_SUBSCRIBE -> subscriptions.put(uri, params);
            case McpMethod.RESOURCES_UNSUBSCRIBE -> subscriptions.remove(uri);
            default -> {}
        }
    }

    /** A request to subscribe was refused. */
    void refused(String method, ObjectNode params) {
        if (method.equals(McpMethod.RESOURCES_SUBSCRIBE)) {
            subscriptions.remove(params.path("uri").asText(), params);
        }
    }

    /**
     * A member is ready, for the first time or again.
     *
     * @param kept whether it is the one that has the subscriptions
     */
    void ready(Upstream member, boolean kept) {
        tellLevel(member);
        if (kept) {
            subscriptions.values().forEach(params -> tell(member, McpMethod.RESOURCES_SUBSCRIBE, params));
        }
    }

    private void tellLevel(Upstream member) {
        ObjectNode wanted = level;
        if (wanted != null && member.capabilities().has("logging")) {
            tell(member, McpMethod.LOGGING_SET_LEVEL, wanted);
        }
    }

    private static void tell(Upstream member, String method, ObjectNode params) {
        member.request(method, params, ProgressListener.NONE).result().whenComplete((result, failure) -> {
            if (failure != null) {
                LOG.debug("A process of {} did not take {}", member.name(), method, failure);
            }
        });
    }
}
