package io.mehari.reload.live;

import io.mehari.configuration.ChangedKey;
import io.mehari.failure.knowledge.KnowledgeFiles;
import io.mehari.text.StartFailureException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code error-knowledge.yaml} and the files of {@code mehari.errors.knowledge}: what they say is found at once. */
final class KnowledgePart implements ConfigPart {
    private final List<String> configured;
    private final KnowledgeFiles knowledge;
    private final Runnable changed;
    private final WatchedFile files;
    private List<FlatFile> flat;

    /**
     * The files that were read at the start.
     *
     * @param configured {@code mehari.errors.knowledge}
     * @param knowledge takes new ones
     * @param changed run when it has
     */
    KnowledgePart(List<String> configured, KnowledgeFiles knowledge, Runnable changed) {
        this.configured = List.copyOf(configured);
        this.knowledge = knowledge;
        this.changed = changed;
        this.files = new WatchedFile(() -> KnowledgeFiles.paths(configured));
        this.flat = texts();
    }

    private List<FlatFile> texts() {
        return KnowledgeFiles.paths(configured).stream()
                .map(path -> FlatFile.of(nameOf(path), path))
                .toList();
    }

    private static String nameOf(Path path) {
        return path.getFileName().toString().replaceFirst("\\.yaml$", "");
    }

    @Override
    public Optional<ConfigChange> look() throws RefusedChangeException {
        if (!files.hasChanged() || files.isAsHeld()) {
            return Optional.empty();
        }
        List<String> problems = KnowledgeFiles.problems(configured);
        if (!problems.isEmpty()) {
            throw new RefusedChangeException(String.join("; ", problems));
        }
        try {
            return Optional.of(new Change(KnowledgeFiles.read(configured)));
        } catch (StartFailureException e) {
            throw new RefusedChangeException(e.getMessage());
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

    private final class Change implements ConfigChange {
        private final KnowledgeFiles next;
        private final List<FlatFile> text = texts();
        private final List<FlatFile> textBefore = flat;
        private KnowledgeFiles before;
        private Runnable untaken;

        Change(KnowledgeFiles next) {
            this.next = next;
        }

        @Override
        public void propose() {
            // no route depends on it
        }

        @Override
        public void take() {
            before = knowledge.take(next);
            flat = text;
            untaken = files.taken();
            changed.run();
        }

        @Override
        public void undo() {
            knowledge.take(before);
            flat = textBefore;
            untaken.run();
            changed.run();
        }

        @Override
        public List<ChangedKey> keys() {
            List<ChangedKey> keys = new ArrayList<>();
            for (FlatFile now : text) {
                FlatFile then = textBefore.stream()
                        .filter(other -> other.name().equals(now.name()))
                        .findFirst()
                        .orElse(FlatFile.empty(now.name()));
                keys.addAll(now.changesSince(then));
            }
            return keys;
        }
    }
}
