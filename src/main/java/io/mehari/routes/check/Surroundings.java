package io.mehari.routes.check;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What route files may refer to.
 *
 * @param beans beans by name with their classes; {@code Object} where the class is not known
 * @param servers names of the upstream servers
 * @param settings what {@code {{name}}} stands for; null for not set
 */
public record Surroundings(Map<String, Class<?>> beans, Set<String> servers, Function<String, String> settings) {}
