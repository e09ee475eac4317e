package io.mehari.component.generation;

import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * A step that route files name although it may be switched off: the routes are built without it then, so that it costs a call
 * nothing. Where it stays in a route although it is off, it must do nothing. As safe for concurrent use as the step.
 */
public final class SwitchedStep extends DelegateAsyncProcessor {
    /** Does nothing: the step of a part that is not there. */
    public static final AsyncProcessor NOTHING = new Nothing();

    private static final Set<String> TRUE = Set.of("true", "on", "yes", "1");

    private final Predicate<Function<String, String>> on;

    private SwitchedStep(AsyncProcessor step, Predicate<Function<String, String>> on) {
        super(step);
        this.on = on;
    }

    /**
     * A step that is switched when the gateway starts.
     *
     * @param step what it does
     * @param on whether it does anything
     * @return the step
     */
    public static SwitchedStep of(AsyncProcessor step, boolean on) {
        return new SwitchedStep(step, settings -> on);
    }

    /**
     * A step that a setting switches, also while the gateway runs.
     *
     * @param step what it does
     * @param setting true for on, in each way that Spring Boot reads as true; anything else or nothing for off
     * @return the step
     */
    public static SwitchedStep by(AsyncProcessor step, String setting) {
        return new SwitchedStep(step, settings -> isTrue(settings.apply(setting)));
    }

    /**
     * Whether routes need it.
     *
     * @param settings their values by their names, null for those that are not set
     * @return false if it does nothing
     */
    public boolean isOn(Function<String, String> settings) {
        return on.test(settings);
    }

    private static boolean isTrue(String value) {
        return value != null && TRUE.contains(value.strip().toLowerCase(Locale.ROOT));
    }

    private static final class Nothing extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            callback.done(true);
            return true;
        }
    }
}
