package io.mehari.component.aioffer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.apache.camel.AsyncProcessor;

/**
 * A route that is a resource, a template of resources or a prompt.
 *
 * @param kind what it is
 * @param server name of the server it is listed under
 * @param name what stands behind the scheme of its address
 * @param key by which callers ask for it, unique among those of its kind and server: the address of a resource, the
 *     template of addresses, the name of a prompt
 * @param definition as the answer to the list request has it; read-only
 * @param template matches the addresses of a template; empty for the other kinds
 * @param route runs the route on an exchange made by {@link ResourceExchange} or {@link PromptExchange}
 */
public record OfferedRoute(
        Kind kind,
        String server,
        String name,
        String key,
        ObjectNode definition,
        Optional<UriTemplate> template,
        AsyncProcessor route) {
    /** What a route can be, apart from a tool. */
    public enum Kind {
        /** Read at one address. */
        RESOURCE("resource"),
        /** Read at each address that its template matches. */
        TEMPLATE("resource template"),
        /** Got by its name. */
        PROMPT("prompt");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * The route for people.
     *
     * @return such as {@code resource gateway://overview}
     */
    public String title() {
        return kind + " " + key;
    }
}
