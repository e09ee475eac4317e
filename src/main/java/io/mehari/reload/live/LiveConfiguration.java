package io.mehari.reload.live;

import io.mehari.component.generation.RouteInputs;
import io.mehari.configuration.ChangedKey;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The files of configuration that take effect while the gateway runs, but for the list of servers: settings, error
 * patterns, known errors. All of them change together, or none does. Used by one thread at a time, but for what it tells.
 */
public final class LiveConfiguration {
    private final List<ConfigPart> parts;
    private final RouteInputs routes;
    private final Supplier<? extends Collection<String>> waiting;
    private final Map<ConfigPart, String> refused = new LinkedHashMap<>();
    private volatile List<String> problems = List.of();

    /**
     * Nothing has changed yet.
     *
     * @param parts in the order in which they take changes
     * @param routes are built while a change is proposed
     * @param waiting keys whose change takes effect with a restart
     */
    LiveConfiguration(List<ConfigPart> parts, RouteInputs routes, Supplier<? extends Collection<String>> waiting) {
        this.parts = List.copyOf(parts);
        this.routes = routes;
        this.waiting = waiting;
    }

    /**
     * The files of a gateway that starts.
     *
     * @param folder of configuration files
     * @param settings changed with {@code application.yaml}
     * @param parts what takes settings while the gateway runs
     * @param routes are built while a change is proposed
     * @param failures what takes error patterns and known errors
     * @param files that other parts read
     */
    public static LiveConfiguration of(
            Path folder,
            ConfigurableEnvironment settings,
            List<LivePart> parts,
            RouteInputs routes,
            FailureFiles failures,
            LiveFiles files) {
        SettingsPart own = new SettingsPart(folder, settings, routes, parts);
        List<ConfigPart> all = new ArrayList<>(failures.parts(routes));
        all.add(0, own);
        all.addAll(files.parts());
        return new LiveConfiguration(all, routes, own::waiting);
    }

    /**
     * Looks at all files.
     *
     * @return what has changed and can be taken; to be ended by {@link Pending#take} or {@link Pending#drop}
     * @throws RefusedChangeException with everything that is wrong with files that have changed; then nothing is pending
     */
    public Pending look() throws RefusedChangeException {
        List<ConfigChange> changes = new ArrayList<>();
        List<ConfigPart> changed = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (ConfigPart part : parts) {
            try {
                Optional<ConfigChange> change = part.look();
                change.ifPresent(changes::add);
                change.ifPresent(found -> changed.add(part));
            } catch (RefusedChangeException e) {
                reasons.add(e.getMessage());
                refused.put(part, e.getMessage());
            }
        }
        settle();
        if (!reasons.isEmpty()) {
            changed.forEach(ConfigPart::forget);
            throw new RefusedChangeException(String.join("; ", reasons));
        }
        return new Pending(changes, changed);
    }

    private void settle() {
        refused.keySet().removeIf(ConfigPart::holds);
        problems = List.copyOf(refused.values());
    }

    /** {@return why files as they are now are not used; empty if they are} */
    public List<String> problems() {
        return problems;
    }

    /** {@return keys whose change takes effect with a restart, sorted} */
    public Collection<String> waiting() {
        return waiting.get();
    }

    /** What has changed and holds nowhere yet. */
    public final class Pending {
        private final List<ConfigChange> changes;
        private final List<ConfigPart> changed;

        private Pending(List<ConfigChange> changes, List<ConfigPart> changed) {
            this.changes = changes;
            this.changed = changed;
            changes.forEach(ConfigChange::propose);
        }

        /** {@return whether nothing has changed} */
        public boolean isEmpty() {
            return changes.isEmpty();
        }

        /** {@return the values that differ, with secrets} */
        public List<ChangedKey> keys() {
            return changes.stream().flatMap(change -> change.keys().stream()).toList();
        }

        /**
         * Lets everything hold.
         *
         * @throws RefusedChangeException if a part cannot take it: then nothing has changed
         */
        public void take() throws RefusedChangeException {
            Deque<ConfigChange> taken = new ArrayDeque<>();
            try {
                for (ConfigChange change : changes) {
                    change.take();
                    taken.push(change);
                }
            } catch (RefusedChangeException e) {
                taken.forEach(ConfigChange::undo);
                changed.forEach(part -> refused.put(part, e.getMessage()));
                throw e;
            } finally {
                routes.decided();
                settle();
            }
        }

        /**
         * Nothing of it is to hold; it is looked at again with the next change.
         *
         * @param reason why, for people; empty where others tell
         */
        public void drop(Optional<String> reason) {
            routes.decided();
            changed.forEach(ConfigPart::forget);
            reason.ifPresent(text -> changed.forEach(part -> refused.put(part, text)));
            settle();
        }
    }
}
