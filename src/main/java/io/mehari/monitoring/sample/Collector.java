package io.mehari.monitoring.sample;

import java.util.Map;

/**
 * Adds values of an application's own to each sample: a bean of this type is asked. A route from
 * {@code direct:collect-<name>} in {@code routes/maintenance} does the same without code.
 */
@FunctionalInterface
public interface Collector {
    /**
     * What is to be kept.
     *
     * @return numbers by name; called on the thread that takes samples, so it answers within a few milliseconds
     */
    Map<String, Double> collect();
}
