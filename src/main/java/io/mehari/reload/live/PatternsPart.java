package io.mehari.reload.live;

import io.mehari.component.generation.RouteInputs;
import io.mehari.configuration.ChangedKey;
import io.mehari.failure.ErrorPatternsFile;
import io.mehari.failure.FailureClassifier;
import io.mehari.failure.InvalidErrorPatternsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code error-patterns.yaml}: failures that come after a change are classified by the new patterns. */
final class PatternsPart implements ConfigPart {
    private final Path base;
    private final FailureClassifier classifier;
    private final RouteInputs routes;
    private final WatchedFile file;
    private FlatFile flat;

    /**
     * The patterns that were read at the start.
     *
     * @param base the folder that the gateway was started in
     * @param classifier takes new ones
     * @param routes has to have the recovery routes that they name
     */
    PatternsPart(Path base, FailureClassifier classifier, RouteInputs routes) {
        this.base = base;
        this.classifier = classifier;
        this.routes = routes;
        this.file = new WatchedFile(() -> List.of(ErrorPatternsFile.beside(base)));
        this.flat = FlatFile.of("error-patterns", ErrorPatternsFile.beside(base));
    }

    @Override
    public Optional<ConfigChange> look() throws RefusedChangeException {
        if (!file.hasChanged() || file.isAsHeld()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Change(ErrorPatternsFile.read(base)));
        } catch (InvalidErrorPatternsException e) {
            String problems = String.join("; ", e.problems());
            throw new RefusedChangeException(ErrorPatternsFile.beside(base) + ": " + problems);
        }
    }

    @Override
    public boolean holds() {
        return file.isAsHeld();
    }

    @Override
    public void forget() {
        file.forget();
    }

    private final class Change implements ConfigChange {
        private final FailureClassifier next;
        private final FlatFile text = FlatFile.of("error-patterns", ErrorPatternsFile.beside(base));
        private final FlatFile textBefore = flat;
        private FailureClassifier before;
        private Runnable untaken;

        Change(FailureClassifier next) {
            this.next = next;
        }

        @Override
        public void propose() {
            routes.proposeRecoveries(next.namedRoutes());
        }

        @Override
        public void take() {
            before = classifier.take(next);
            flat = text;
            untaken = file.taken();
        }

        @Override
        public void undo() {
            classifier.take(before);
            flat = textBefore;
            untaken.run();
        }

        @Override
        public List<ChangedKey> keys() {
            return text.changesSince(textBefore);
        }
    }
}
