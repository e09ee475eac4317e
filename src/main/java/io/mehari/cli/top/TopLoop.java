package io.mehari.cli.top;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Shows a gateway until somebody has seen enough. Used by one thread. */
final class TopLoop {
    private static final int LOOK_MILLIS = 200;
    private static final int INTERRUPT = 3;
    private static final int END_OF_INPUT = 4;

    private final LiveFeed feed;
    private final Terminal terminal;
    private final LongSupplier nanoTime;
    private Optional<Section> only = Optional.empty();
    private List<String> shown = List.of();

    /**
     * Nothing shown yet.
     *
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    TopLoop(LiveFeed feed, Terminal terminal, LongSupplier nanoTime) {
        this.feed = feed;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    /** Ends with the key q, or where there are no more keys. */
    void run() throws IOException, InterruptedException {
        int key = Terminal.NONE;
        while (!ends(key)) {
            long now = nanoTime.getAsLong();
            feed.tick(now);
            List<String> lines = TopScreen.of(feed.view(now), only, terminal.size());
            if (!lines.equals(shown)) {
                shown = lines;
                terminal.show(lines);
            }
            key = terminal.key(LOOK_MILLIS);
            choose(key);
        }
    }

    private void choose(int key) {
        if (key == 'a') {
            only = Optional.empty();
        } else if (key > 0) {
            only = Arrays.stream(Section.values())
                    .filter(section -> section.key() == key)
                    .findFirst()
                    .or(() -> only);
        }
    }

    private static boolean ends(int key) {
        return key == 'q' || key == 'Q' || key == Terminal.END || key == INTERRUPT || key == END_OF_INPUT;
    }
}
