package io.mehari.demo;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the demo shows: a table that fills; in a terminal the line of the running fault is written over. */
final class DemoTable {
    private static final String FORMAT = "%-13s %-37s %-30s %-18s %s";
    private static final String OVER = "\r\u001b[2K";
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintWriter out;
    private final boolean live;

    DemoTable(PrintWriter out, boolean live) {
        this.out = out;
        this.live = live;
    }

    void starting() {
        if (live) {
            out.print("Starting a gateway and two servers that fail on purpose ...");
            out.flush();
        } else {
            line("Starting a gateway and two servers that fail on purpose");
        }
    }

    void begin(URI base) {
        over();
        line("The gateway listens on " + base + ". Each fault meets one call; times are from the fault on.");
        line("");
        line(String.format(FORMAT, "FAULT", "THE SERVER", "DETECTED BY", "CALLER WAS TOLD", "RECOVERED"));
    }

    void running(Fault fault) {
        if (live) {
            out.print(String.format(FORMAT, fault.title(), fault.does(), "...", "", "")
                    .stripTrailing());
            out.flush();
        }
    }

    void done(Row row) {
        over();
        String text = String.format(
                FORMAT,
                row.fault().title(),
                row.fault().does(),
                row.detected()
                        + row.detectedAfter().map(after -> ", " + millis(after)).orElse(""),
                row.caller(),
                row.recoveredAfter().map(after -> "yes, " + millis(after)).orElse("NO"));
        line(live ? (row.recovered() ? GREEN : RED) + text + PLAIN : text);
    }

    void end(List<Row> rows, Duration took) {
        long recovered = rows.stream().filter(Row::recovered).count();
        Optional<Duration> slowest =
                rows.stream().flatMap(row -> row.recoveredAfter().stream()).max(Duration::compareTo);
        line("");
        line(recovered + " of " + Fault.values().length + " faults recovered without a person and without a restart"
                + slowest.map(time -> ", the slowest in " + millis(time)).orElse("") + "; the demo took "
                + took.toSeconds() + " s.");
        line("crash: the call may have run and its tool does not say that it may run twice, so it is not sent again:"
                + " its caller is told so, and the next call works.");
    }

    private static String millis(Duration time) {
        return time.toMillis() + " ms";
    }

    private void over() {
        if (live) {
            out.print(OVER);
        }
    }

    private void line(String text) {
        out.println(text);
        out.flush();
    }
}
