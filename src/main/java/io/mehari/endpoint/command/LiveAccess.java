package io.mehari.endpoint.command;

import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.endpoint.http.Request;
import io.mehari.security.AccessDecision;
import io.mehari.security.AccessDecision.Denied;
import io.mehari.security.AccessLevel;
import io.mehari.security.AccessRules;
import io.mehari.security.DenialCause;
import io.mehari.security.FailedKeys;
import io.mehari.security.OriginRules;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Who is let in at the live plane: by the rules of the data plane, with a caller whose scopes are looked at later. */
public final class LiveAccess {
    private static final List<AccessLevel> LEVELS = List.of(AccessLevel.MONITOR, AccessLevel.CALL, AccessLevel.ADMIN);

    private final AccessRules access;
    private final FailedKeys failedKeys;
    private final OriginRules origins;

    /**
     * The rules.
     *
     * @param access keys
     * @param failedKeys counts keys that are none
     * @param origins names of hosts and origins
     */
    public LiveAccess(AccessRules access, FailedKeys failedKeys, OriginRules origins) {
        this.access = access;
        this.failedKeys = failedKeys;
        this.origins = origins;
    }

    /**
     * Why a request is refused for its host, or for the page that it comes from.
     *
     * @param head of the request
     * @return empty if it may go on
     */
    public Optional<Rejected> foreign(Request head) {
        String host = head.header(HttpHeaderNames.HOST);
        return origins.rejection(host == null ? "" : host, head.origin());
    }

    /**
     * Whether a document may be read.
     *
     * @param head of the request
     * @return granted without a key, unless everything asks for one
     */
    public AccessDecision document(Request head) {
        return failedKeys.count(
                access.decide(AccessLevel.DOCUMENT, head.header(HttpHeaderNames.AUTHORIZATION), head::traceOfProxy),
                head.peer());
    }

    /**
     * Who makes a request, whatever they may do.
     *
     * @param head of the request
     * @return denied without a key that is known, where keys are configured
     */
    public AccessDecision caller(Request head) {
        return decide(head.header(HttpHeaderNames.AUTHORIZATION), head::traceOfProxy, head.peer());
    }

    /**
     * Who has a key.
     *
     * @param key as it was sent in a message
     * @param peer where the connection comes from; null if it is not known
     * @return denied if it is unknown or has expired
     */
    public AccessDecision holder(String key, InetAddress peer) {
        return decide("Bearer " + key, Optional::empty, peer);
    }

    /**
     * Whether a decision is that no key was shown, so that one may still come in a message.
     *
     * @param decision of {@link #caller}
     * @return false for a wrong one
     */
    public static boolean mayFollow(AccessDecision decision) {
        return decision instanceof Denied denied && denied.cause() == DenialCause.NO_KEY;
    }

    private AccessDecision decide(String authorization, Supplier<Optional<String>> proxy, InetAddress peer) {
        AccessDecision decision = null;
        for (AccessLevel level : LEVELS) {
            decision = access.decide(level, authorization, proxy);
            if (!(decision instanceof Denied denied) || denied.cause() != DenialCause.SCOPE) {
                break;
            }
        }
        return failedKeys.count(decision, peer);
    }
}
