package io.mehari.reload.live;

import io.mehari.component.generation.RouteInputs;
import io.mehari.configuration.ChangedKey;
import io.mehari.configuration.settings.SettingsCheck;
import io.mehari.configuration.settings.SettingsProblem;
import io.mehari.configuration.settings.SettingsSources;
import io.mehari.configuration.settings.YamlSyntax;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.env.ConfigurableEnvironment;

/** {@code application.yaml}: what parts of the gateway can take while it runs, and what waits for a restart. */
final class SettingsPart implements ConfigPart {
    private static final List<String> NAMES = List.of("application.yaml", "application.yml", "application.properties");

    /** Settings that only frameworks read, once. Others that are not the gateway's are those of routes. */
    private static final List<String> FRAMEWORKS =
            List.of("spring", "camel", "server", "management", "logging", "debug", "trace");

    private static final String OURS = "mehari";

    private final Path folder;
    private final ConfigurableEnvironment running;
    private final RouteInputs routes;
    private final List<LivePart> parts;
    private final WatchedFile files;
    private final WaitingKeys waiting = new WaitingKeys();

    /**
     * The settings that hold at the start.
     *
     * @param folder of configuration files
     * @param running the settings; changed
     * @param routes ask for settings by placeholder
     * @param parts what can change
     */
    SettingsPart(Path folder, ConfigurableEnvironment running, RouteInputs routes, List<LivePart> parts) {
        this.folder = folder;
        this.running = running;
        this.routes = routes;
        this.parts = List.copyOf(parts);
        this.files = new WatchedFile(() -> filesIn(folder));
    }

    private Collection<Path> filesIn(Path folder) {
        Set<Path> all = new TreeSet<>(SettingsSources.files(running));
        Stream.of(folder, Path.of("config"), Path.of(""))
                .flatMap(place -> NAMES.stream().map(place::resolve))
                .forEach(path -> all.add(path.normalize()));
        return all;
    }

    @Override
    public Optional<ConfigChange> look() throws RefusedChangeException {
        if (!files.hasChanged() || files.isAsHeld()) {
            return Optional.empty();
        }
        refuse(YamlSyntax.problems(filesIn(folder)));
        ConfigurableEnvironment next = read();
        refuse(SettingsCheck.of(next).stream().map(SettingsProblem::toString).toList());
        List<ChangedKey> keys = SettingsSources.changes(running, next);
        if (keys.isEmpty()) {
            files.taken();
            return Optional.empty();
        }
        return Optional.of(new Change(next, keys));
    }

    private ConfigurableEnvironment read() throws RefusedChangeException {
        try {
            return SettingsSources.read(running);
        } catch (IllegalArgumentException e) {
            throw new RefusedChangeException(e.getMessage());
        }
    }

    private static void refuse(List<String> problems) throws RefusedChangeException {
        if (!problems.isEmpty()) {
            throw new RefusedChangeException(String.join("; ", problems));
        }
    }

    @Override
    public boolean holds() {
        return files.isAsHeld();
    }

    @Override
    public void forget() {
        files.forget();
    }

    /** Keys whose change waits for a restart. */
    Set<String> waiting() {
        return waiting.paths();
    }

    private static boolean isOfRoutes(String path) {
        String first = path.split("[.\\[]", 2)[0];
        return !first.equals(OURS) && !FRAMEWORKS.contains(first);
    }

    private final class Change implements ConfigChange {
        private final ConfigurableEnvironment next;
        private final ConfigurableEnvironment before = SettingsSources.copy(running);
        private final List<ChangedKey> keys;
        private final Deque<Runnable> undo = new ArrayDeque<>();

        Change(ConfigurableEnvironment next, List<ChangedKey> keys) {
            this.next = next;
            this.keys = keys;
        }

        @Override
        public void propose() {
            routes.proposeSettings(next::getProperty);
        }

        @Override
        public void take() throws RefusedChangeException {
            List<LivePart> able = parts.stream()
                    .filter(part -> keys.stream().anyMatch(key -> part.covers(key.path()))
                            && part.canTake().test(next))
                    .toList();
            for (LivePart part : able) {
                try {
                    undo.push(part.takes().apply(next));
                } catch (IllegalArgumentException e) {
                    undo.forEach(Runnable::run);
                    throw new RefusedChangeException(named(part) + ": " + e.getMessage());
                }
            }
            SettingsSources.replace(running, next);
            List<ChangedKey> late = keys.stream()
                    .filter(key -> !isOfRoutes(key.path()) && able.stream().noneMatch(part -> part.covers(key.path())))
                    .toList();
            undo.push(waiting.add(late));
            undo.push(files.taken());
        }

        private String named(LivePart part) {
            return keys.stream().map(ChangedKey::path).filter(part::covers).collect(Collectors.joining(", "));
        }

        @Override
        public void undo() {
            undo.forEach(Runnable::run);
            SettingsSources.replace(running, before);
        }

        @Override
        public List<ChangedKey> keys() {
            return keys;
        }
    }
}
