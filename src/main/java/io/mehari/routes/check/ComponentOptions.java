package io.mehari.routes.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a component.
 *
 * @param byName options; empty where nothing is known about them
 * @param lenient whether it takes others as well, which it sends on
 */
record ComponentOptions(Map<String, ComponentOption> byName, boolean lenient) {
    boolean isKnown() {
        return !byName.isEmpty();
    }

    Optional<ComponentOption> find(String name) {
        ComponentOption option = byName.get(name);
        if (option != null && !option.multiple()) {
            return Optional.of(option);
        }
        return byName.values().stream()
                .filter(multiple -> multiple.multiple() && name.startsWith(multiple.name()))
                .findFirst();
    }

    List<String> names() {
        return byName.values().stream().map(ComponentOption::name).toList();
    }

    /** Those without which an address is incomplete. */
    List<ComponentOption> required() {
        return byName.values().stream().filter(ComponentOption::required).toList();
    }
}
