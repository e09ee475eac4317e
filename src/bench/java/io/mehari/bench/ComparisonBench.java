package io.mehari.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;

/**
 * Compares the build just packaged with another one: three processes, two of the build before and one of the build
 * after, measured in turn.
 */
final class ComparisonBench {
    /** The system property that names the build before. */
    static final String BEFORE = "mehari.bench.before";
    /** The one that names the build after, set by the profile. */
    static final String AFTER = "mehari.bench.after";
    /** The one that names the file to write, if any. */
    static final String COMPARISON = "mehari.bench.comparison";
    /** The one that says how often all builds are started, if not as often as the pace has it. */
    static final String STARTS = "mehari.bench.starts";

    private final GatewayJar before;
    private final GatewayJar after;
    private final Set<Part> parts;
    private final Optional<Path> file;
    private final OptionalInt starts;

    private ComparisonBench(
            GatewayJar before, GatewayJar after, Set<Part> parts, Optional<Path> file, OptionalInt starts) {
        this.before = before;
        this.after = after;
        this.parts = parts;
        this.file = file;
        this.starts = starts;
    }

    /**
     * What the options ask for; nothing if they name no build before.
     *
     * @param options the system properties
     * @param parts what to compare by
     * @throws IllegalArgumentException if a jar is missing or none of the gateway, both are the same file, builds are
     *     not compared by these parts, or the number of starts is none
     */
    static Optional<ComparisonBench> asked(Properties options, Set<Part> parts) throws IOException {
        String name = options.getProperty(BEFORE, "");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        GatewayJar before = GatewayJar.of(BEFORE, name);
        GatewayJar after = GatewayJar.of(AFTER, options.getProperty(AFTER, ""));
        if (before.sameFile(after)) {
            throw new IllegalArgumentException(BEFORE + ": " + name + " is what this build has just written; keep a "
                    + "copy of the old jar elsewhere and give that");
        }
        if (parts.stream().noneMatch(Part.COMPARED::contains)) {
            throw new IllegalArgumentException("Builds are compared by " + Part.COMPARED + " only, not by " + parts);
        }
        String file = options.getProperty(COMPARISON, "");
        return Optional.of(new ComparisonBench(
                before,
                after,
                parts,
                file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file).toAbsolutePath()),
                starts(options.getProperty(STARTS, ""))));
    }

    private static OptionalInt starts(String value) {
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int starts = Integer.parseInt(value);
            if (starts >= 1) {
                return OptionalInt.of(starts);
            }
        } catch (NumberFormatException e) {
            // Answered below
        }
        throw new IllegalArgumentException(STARTS + ": " + value + " is not a number of at least 1");
    }

    private int starts(Lab lab) {
        return starts.orElse(lab.pace().starts());
    }

    /** Measures, prints, and writes the file if one is wanted. */
    void run(Lab lab) throws IOException, InterruptedException {
        List<String> facts = facts(lab);
        List<ComparedCall> calls = calls();
        measure(new Lab(lab.pace().compared(), lab.driver(), lab.directory()), starts(lab), calls);
        String report = Report.markdown(
                facts, calls.stream().flatMap(call -> call.cells().stream()).toList());
        System.out.println(report);
        if (file.isPresent()) {
            Files.createDirectories(file.get().getParent());
            Files.writeString(file.get(), "# Two builds compared\n\n" + report + "\n");
            Lab.say("Written to %s", file.get());
        }
    }

    private List<ComparedCall> calls() {
        List<ComparedCall> calls = new ArrayList<>();
        if (parts.contains(Part.PIPELINE)) {
            calls.add(ComparedRate.cacheHit());
        }
        if (parts.contains(Part.PASS_THROUGH)) {
            calls.add(ComparedRate.passThrough());
        }
        if (parts.contains(Part.PIPELINE)) {
            calls.add(ComparedRate.stdio());
            calls.add(new ComparedLatency());
        }
        return calls;
    }

    private void measure(Lab lab, int starts, List<ComparedCall> calls) throws IOException, InterruptedException {
        GatewayJar old = before.copiedTo(lab.directory().resolve("before.jar"));
        GatewayJar fresh = after.copiedTo(lab.directory().resolve("after.jar"));
        for (int start = 1; start <= starts; start++) {
            Lab.say("Starting the builds, %d of %d times", start, starts);
            try (Builds builds = Builds.start(old, fresh, lab.directory().resolve("start-" + start))) {
                for (ComparedCall call : calls) {
                    call.measure(lab, builds);
                }
            }
        }
    }

    private List<String> facts(Lab lab) throws IOException {
        String options = lab.pace().option() + " -D" + BEFORE + "=JAR"
                + (starts.isPresent() ? " -D" + STARTS + "=" + starts.getAsInt() : "");
        Pace pace = lab.pace().compared();
        String rounds =
                "all builds started %d times; after each start and for each call warm-up %d s, rounds in turn: %d of %d s"
                        .formatted(
                                starts(lab),
                                pace.warmUp().toSeconds(),
                                pace.rounds(),
                                pace.measured().toSeconds());
        List<String> facts =
                new ArrayList<>(Machine.facts(options, rounds, lab.driver().name()));
        facts.add(build("Before", before));
        facts.add(build("After", after));
        return facts;
    }

    private static String build(String name, GatewayJar jar) throws IOException {
        return "%s: `%s`, SHA-256 %s...".formatted(name, jar.file().getFileName(), jar.fingerprint());
    }
}
