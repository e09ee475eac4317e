package io.mehari.bench;

import java.util.List;
import java.util.Locale;

/**
 * Memory in RAM of a gateway's own process, each in MiB over some starts.
 *
 * @param idle after its first answer and a pause
 * @param loaded after load
 */
record Footprint(Range idle, Range loaded) implements Figures {
    private static final List<String> HEADINGS = List.of("idle MiB", "min", "max", "after load MiB", "min", "max");

    @Override
    public List<String> headings() {
        return HEADINGS;
    }

    @Override
    public List<String> values() {
        return List.of(
                text(idle.median()),
                text(idle.min()),
                text(idle.max()),
                text(loaded.median()),
                text(loaded.min()),
                text(loaded.max()));
    }

    private static String text(double mebibytes) {
        return String.format(Locale.ROOT, "%,.0f", mebibytes);
    }
}
