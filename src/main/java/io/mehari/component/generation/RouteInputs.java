package io.mehari.component.generation;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What route files are made with besides their texts. What is proposed holds for the routes that are built while it is,
 * so that they are checked together with a change that has not been taken yet. Safe for concurrent use.
 */
public final class RouteInputs {
    private final Function<String, String> settings;
    private final Supplier<Map<String, String>> recoveries;
    private volatile Function<String, String> proposedSettings;
    private volatile Map<String, String> proposedRecoveries;

    /**
     * What holds.
     *
     * @param settings what {@code {{name}}} stands for; null for not set
     * @param recoveries names of {@code direct:} routes that error patterns send failed calls to, and where each stands
     */
    public RouteInputs(Function<String, String> settings, Supplier<Map<String, String>> recoveries) {
        this.settings = settings;
        this.recoveries = recoveries;
    }

    /**
     * What a placeholder stands for.
     *
     * @param name of the setting or variable
     * @return null for not set
     */
    public String setting(String name) {
        Function<String, String> proposed = proposedSettings;
        return (proposed == null ? settings : proposed).apply(name);
    }

    /** {@return names of recovery routes that there have to be, and where each is named} */
    public Map<String, String> recoveries() {
        Map<String, String> proposed = proposedRecoveries;
        return proposed == null ? recoveries.get() : proposed;
    }

    /**
     * Settings that are about to hold.
     *
     * @param next as in the constructor
     */
    public void proposeSettings(Function<String, String> next) {
        proposedSettings = next;
    }

    /**
     * Recovery routes that are about to be named.
     *
     * @param next as in the constructor
     */
    public void proposeRecoveries(Map<String, String> next) {
        proposedRecoveries = Map.copyOf(next);
    }

    /** What was proposed holds by itself now, or never will. */
    public void decided() {
        proposedSettings = null;
        proposedRecoveries = null;
    }
}
