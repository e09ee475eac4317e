package io.mehari.component.websocket;

import io.mehari.call.Scope;
import java.util.Arrays;
import java.util.Locale;

/** What an address says about those who may use it. */
final class CommandScope {
    private CommandScope() {}

    /**
     * The scope of that name.
     *
     * @param name {@code call}, {@code monitor} or {@code admin}, in any case
     * @throws IllegalArgumentException for any other
     */
    static Scope of(String name) {
        return Arrays.stream(Scope.values())
                .filter(scope -> scope.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "scope is \"" + name.toLowerCase(Locale.ROOT) + "\"; it must be call, monitor or admin"));
    }
}
