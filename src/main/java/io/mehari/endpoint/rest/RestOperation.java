package io.mehari.endpoint.rest;

import io.mehari.security.AccessLevel;

/** What one method does at one path. */
sealed interface RestOperation {
    /**
     * Who may use it.
     *
     * @return never null
     */
    AccessLevel level();

    /**
     * A call of one tool; the pipeline decides whether the tool exists.
     *
     * @param server name of the upstream, decoded and not empty
     * @param tool name of the tool, decoded and not empty
     */
    record Tool(String server, String tool) implements RestOperation {
        @Override
        public AccessLevel level() {
            return AccessLevel.CALL;
        }
    }

    /**
     * Everything else: a handler responds.
     *
     * @param level who may use it
     * @param handler responds
     */
    record Handled(AccessLevel level, RestHandler handler) implements RestOperation {}
}
