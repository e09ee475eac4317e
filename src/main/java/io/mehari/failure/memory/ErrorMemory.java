package io.mehari.failure.memory;

import io.mehari.failure.CallFailed;
import io.mehari.failure.template.ErrorTemplate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All templates that are remembered, within a bound: beyond it those go that nobody has solved, that came the fewest times,
 * the oldest first. Changed by one thread at a time, read by any.
 */
final class ErrorMemory {
    /** Removed at once is a tenth: sorting for each one would take more time than the errors do. */
    private static final int SLACK = 10;

    private static final Comparator<RememberedError> LEAST = Comparator.<RememberedError, Boolean>comparing(
                    error -> error.solution().isPresent())
            .thenComparingLong(RememberedError::count)
            .thenComparing(RememberedError::lastSeen);

    private final int most;
    private final Map<String, RememberedError> errors = new ConcurrentHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final Set<String> removed = new LinkedHashSet<>();

    /** How often each had come when it was read or written last. */
    private final Map<String, Long> written = new HashMap<>();

    private volatile long version;
    private volatile boolean saved = true;

    ErrorMemory(int most) {
        this.most = most;
    }

    /** What was kept; what has been learnt already is newer. */
    void load(List<RememberedError> kept) {
        kept.forEach(error -> {
            if (errors.putIfAbsent(error.id(), error) == null) {
                written.put(error.id(), error.count());
            }
        });
        version++;
    }

    /** Remembers a failed call; one without a text is not. Answers what is remembered if it was not known before. */
    Optional<RememberedError> learn(CallFailed failure) {
        ErrorTemplate template = ErrorTemplate.of(failure.message());
        if (template.text().isEmpty()) {
            return Optional.empty();
        }
        String id = template.id();
        RememberedError known = errors.get(id);
        if (known == null) {
            version++;
        }
        String text = Storable.of(template.text());
        errors.put(id, known == null ? RememberedError.first(id, text, failure) : known.and(failure));
        changed.add(id);
        removed.remove(id);
        saved = false;
        if (errors.size() > most + Math.max(1, most / SLACK)) {
            forgetTheLeast();
        }
        return known == null ? find(id) : Optional.empty();
    }

    private void forgetTheLeast() {
        List<RememberedError> all = new ArrayList<>(errors.values());
        all.sort(LEAST);
        for (RememberedError least : all.subList(0, all.size() - most)) {
            errors.remove(least.id());
            changed.remove(least.id());
            written.remove(least.id());
            removed.add(least.id());
        }
        version++;
    }

    /** Keeps how an error was solved; empty if it is not there. */
    Optional<RememberedError> solve(String id, Solution solution) {
        RememberedError known = errors.get(id);
        if (known == null) {
            return Optional.empty();
        }
        RememberedError solved = known.solved(solution);
        errors.put(id, solved);
        changed.add(id);
        saved = false;
        version++;
        return Optional.of(solved);
    }

    /** Writes what has changed; what cannot be written is tried again the next time. */
    void save(ErrorTable table) {
        List<String> going = List.copyOf(removed);
        table.remove(going);
        going.forEach(removed::remove);
        List<String> ids = List.copyOf(changed);
        for (int i = 0; i < ids.size(); i += ErrorTable.BATCH) {
            List<String> batch = ids.subList(i, Math.min(ids.size(), i + ErrorTable.BATCH));
            List<ErrorTable.Row> rows = batch.stream().map(this::row).toList();
            table.save(rows);
            rows.forEach(row -> written.put(row.error().id(), row.error().count()));
            batch.forEach(changed::remove);
        }
        saved = true;
    }

    private ErrorTable.Row row(String id) {
        RememberedError error = errors.get(id);
        return new ErrorTable.Row(error, error.count() - written.getOrDefault(id, 0L));
    }

    /** Whether nothing is to be written; may be asked by any thread. */
    boolean isSaved() {
        return saved;
    }

    Collection<RememberedError> all() {
        return errors.values();
    }

    Optional<RememberedError> find(String id) {
        return Optional.ofNullable(errors.get(id));
    }

    /** Grows with each template or solution that comes or goes. */
    long version() {
        return version;
    }
}
