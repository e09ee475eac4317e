package io.mehari.learning;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sums by what they are of, up to a number of such. Changed by one thread at a time, read by any.
 *
 * @param <K> what sums are of
 */
final class KnownSums<K extends Comparable<K>> {
    private final int most;
    private final Map<K, ToolSums> known = new ConcurrentHashMap<>();

    /** @param most keys */
    KnownSums(int most) {
        this.most = most;
    }

    int most() {
        return most;
    }

    /** What is known takes the place of what was known of the same. */
    void update(Map<K, ToolSums> sums) {
        known.putAll(sums);
        if (known.size() > most) {
            known.keySet().retainAll(sums.keySet());
        }
    }

    /** What is known takes the place of all that was known. */
    void replace(Map<K, ToolSums> sums) {
        known.keySet().retainAll(sums.keySet());
        known.putAll(sums);
    }

    /** {@return all, sorted} */
    Map<K, ToolSums> all() {
        return new TreeMap<>(known);
    }

    /** Records that are added up before they are known. */
    final class Batch {
        private final Map<K, ToolSums> sums = new LinkedHashMap<>();
        private int fresh;

        /**
         * Adds a record.
         *
         * @return false if it is of more than there may be, and is left out
         */
        boolean add(K key, LearningRecord record) {
            if (!known.containsKey(key) && !sums.containsKey(key)) {
                if (known.size() + fresh >= most) {
                    return false;
                }
                fresh++;
            }
            sums.merge(key, ToolSums.NONE.and(record), ToolSums::plus);
            return true;
        }

        Map<K, ToolSums> sums() {
            return sums;
        }

        /** They are known from now on. */
        void keep() {
            sums.forEach((key, more) -> known.merge(key, more, ToolSums::plus));
        }
    }
}
