package io.mehari.routes.check;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What route files may refer to.
 *
 * @param beans beans by name with their classes; {@code Object} where the class is not known
 * @param servers names of the upstream servers
 * @param settings what {@code {{name}}} stands for; null for not set
 * @param loader finds components, languages and classes
 * @param javaRoutes class files of routes that are no route files: what they name may start there
 * @param recoveries routes that error patterns send failed calls to
 */
public record Surroundings(
        Map<String, Class<?>> beans,
        Set<String> servers,
        Function<String, String> settings,
        ClassLoader loader,
        List<String> javaRoutes,
        NamedRecoveries recoveries) {
    /**
     * Those of a gateway without plugins.
     *
     * @param beans beans by name with their classes
     * @param servers names of the upstream servers
     * @param settings what {@code {{name}}} stands for; null for not set
     */
    public Surroundings(Map<String, Class<?>> beans, Set<String> servers, Function<String, String> settings) {
        this(beans, servers, settings, Surroundings.class.getClassLoader(), List.of(), NamedRecoveries.NONE);
    }
}
