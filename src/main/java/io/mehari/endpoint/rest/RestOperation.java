package io.mehari.endpoint.rest;

import io.mehari.security.AccessLevel;

/** What answers one method at one path. */
sealed interface RestOperation {
    /** How well it is guarded. */
    AccessLevel level();

    /**
     * One tool; the pipeline decides whether it exists.
     *
     * @param server name of the upstream
     * @param tool name of the tool
     */
    record Tool(String server, String tool) implements RestOperation {
        @Override
        public AccessLevel level() {
            return AccessLevel.CALL;
        }
    }

    /**
     * Everything else.
     *
     * @param level how well it is guarded
     * @param query answers
     */
    record Document(AccessLevel level, RestHandler query) implements RestOperation {}
}
