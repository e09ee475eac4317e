package io.mehari.routes.check;

import java.util.Map;

/**
 * Recovery routes that the file of error patterns names.
 *
 * @param file that file, as it is shown
 * @param routes names of {@code direct:} routes, and where each is named, as {@code line 3, category SLOW}
 */
public record NamedRecoveries(String file, Map<String, String> routes) {
    /** No file names any. */
    public static final NamedRecoveries NONE = new NamedRecoveries("", Map.of());

    /** Keeps a copy. */
    public NamedRecoveries {
        routes = Map.copyOf(routes);
    }
}
