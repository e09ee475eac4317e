package io.mehari.bench;

import java.util.List;

/**
 * The median of some rounds and how far they lie apart.
 *
 * @param median the middle one; of an even number halfway between the two in the middle
 * @param min the smallest
 * @param max the largest
 */
record Range(double median, double min, double max) {
    /**
     * The range of these.
     *
     * @throws IllegalArgumentException if there are none
     */
    static Range of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("There is no median of no rounds");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int last = sorted.size() - 1;
        double median = (sorted.get(last / 2) + sorted.get((last + 1) / 2)) / 2;
        return new Range(median, sorted.get(0), sorted.get(last));
    }
}
