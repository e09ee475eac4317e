package io.mehari.support;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What some tests need beside a JDK: they say so by {@link Requires}. Each is looked for once. Safe for use by any
 * thread.
 */
public enum Requirement {
    /** Runs the real MCP servers, the official client and the conformance suite. */
    NODE(
            new Program("Node", "22", "--version", List.of(NpmPackages.NODE.toString(), "node")),
            "Install it, with npm; on Linux on x64 any Node with npm will do, since the build then fetches a newer one."),
    /** {@link NpmPackages}, for which Node is needed too. */
    NPM_PACKAGES(NpmPackages::problem, "Install Node with npm: the build then fetches them."),
    /** Runs the official Python client. */
    PYTHON(
            new Program("Python", "3.10", "--version", List.of("python3", "python")),
            "Install it (apt-get install python3)."),
    /** A reader's terminal. */
    BASH(new Program("bash", "4.0", "--version", List.of("bash")), "Install it (apt-get install bash)."),
    /** Calls the gateway as the guides do. */
    CURL(new Program("curl", "7.70", "--version", List.of("curl")), "Install it (apt-get install curl)."),
    /** {@link PythonPackages}, for which Python is needed too. */
    PYTHON_PACKAGES(
            PythonPackages::problem,
            "Install Python with its module venv (apt-get install python3-venv): the build then fetches them."),
    /** Opens web pages. */
    CHROMIUM(
            new Program("Chromium", "100.0", "--version", List.of("chromium", "chromium-browser", "google-chrome")),
            "Install it (apt-get install chromium)."),
    /** Runs TypeScript: the one with which the build checks the dashboard. */
    DENO(
            new Program("Deno", "2.0", "--version", Dashboard.DENO),
            "The build fetches it, but not with -DskipDashboard, nor on Windows."),
    /** The dashboard, as the build has made it. */
    DASHBOARD(Dashboard::problem, "Build once without -DskipDashboard."),
    /** Checks metrics and alerting rules. */
    PROMTOOL(
            new Program("promtool", "2.40", "--version", List.of("promtool")),
            "Install it (apt-get install prometheus; it need not be running)."),
    /** Scrapes a gateway and loads the alerting rules. */
    PROMETHEUS(
            new Program("Prometheus", "2.40", "--version", List.of("prometheus")),
            "Install it (apt-get install prometheus; it need not be running)."),
    /** Stands before the gateway, or in its place. */
    NGINX(
            new Program("nginx", "1.18", "-v", List.of("nginx")),
            "Install it (apt-get install nginx; it need not be running).");

    private final Supplier<Look> probe;
    private final String remedy;
    private Look look;

    /** What was found when it was looked for. */
    private record Look(Optional<Path> path, String version, Optional<String> problem) {}

    Requirement(Program program, String remedy) {
        this(remedy, () -> {
            Program.Found found = program.find();
            return new Look(found.path(), found.version(), program.problem(found));
        });
    }

    Requirement(Supplier<Optional<String>> problem, String remedy) {
        this(remedy, () -> new Look(Optional.empty(), "", problem.get()));
    }

    Requirement(String remedy, Supplier<Look> probe) {
        this.remedy = remedy;
        this.probe = probe;
    }

    private synchronized Look look() {
        if (look == null) {
            look = probe.get();
        }
        return look;
    }

    /** Why it cannot be used here, and the remedy; empty if it can. */
    public Optional<String> problem() {
        return look().problem().map(problem -> problem + ". " + remedy);
    }

    /** The program's version, as it says; empty where there is none. */
    public String version() {
        return look().version();
    }

    /**
     * The program, for a test that requires it.
     *
     * @throws IllegalStateException if it is not here
     */
    public Path path() {
        return look().path()
                .orElseThrow(() -> new IllegalStateException(problem().orElse(name() + " is no program")));
    }

    /**
     * Runs the program to its end.
     *
     * @return what it prints
     * @throws IOException if it fails or does not end in a minute; the message has what it printed
     */
    public String run(String... arguments) throws IOException {
        return Program.run(Stream.concat(Stream.of(path().toString()), Stream.of(arguments))
                .toList());
    }
}
