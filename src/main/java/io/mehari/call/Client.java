package io.mehari.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.concurrent.CompletableFuture;

/**
 * The MCP client a call comes from, as far as servers may turn to it while the call runs. An endpoint makes one for each
 * call, or one for all calls of a session. Implementations are safe for concurrent use; no method waits.
 */
public interface Client {
    /** A caller that no server can ask anything: REST, a route, a client without capabilities. */
    Client NONE = new Client() {
        @Override
        public String key() {
            return "";
        }

        @Override
        public ObjectNode capabilities() {
            return Json.object();
        }

        @Override
        public CompletableFuture<ObjectNode> ask(String server, String method, ObjectNode params) {
            return CompletableFuture.failedFuture(ClientErrorException.notOffered(method));
        }

        @Override
        public void notified(String server, String method, ObjectNode params) {}
    };

    /**
     * {@return what clients have in common that may share a connection to a server: the principal, the capabilities, and for
     * the legacy era the session; empty for {@link #NONE}}
     */
    String key();

    /**
     * {@return a new object of what servers may ask this client for, as {@code initialize} declares it: {@code elicitation},
     * {@code sampling} and {@code roots} only; empty if nothing}
     */
    ObjectNode capabilities();

    /**
     * A server asks the client for something during a call.
     *
     * @param server name of the server
     * @param method such as {@code elicitation/create}
     * @param params of the request; not changed afterwards
     * @return ends with the {@code result} object; exceptionally with a {@link ClientErrorException} that the server is
     *     to be answered with. Is cancelled by the caller of this method when nobody needs the answer any more: the
     *     call has ended, the server has withdrawn its question, or it has waited too long
     */
    CompletableFuture<ObjectNode> ask(String server, String method, ObjectNode params);

    /**
     * A server notifies the client of something during a call, other than progress: {@code notifications/message}.
     *
     * @param server name of the server
     * @param method of the notification
     * @param params of the notification; not changed afterwards
     */
    void notified(String server, String method, ObjectNode params);

    /** {@return whether a server may ask this client for anything, so that it needs a connection of its own} */
    default boolean isAsked() {
        return !capabilities().isEmpty();
    }
}
